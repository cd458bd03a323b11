# Sourced by scripts/test: steps that print little when they pass, and everything when they fail.

steps_log=.build/test.log
steps_started=$SECONDS
ticker=""
mkdir -p .build
: >"$steps_log"
trap 'stop_ticker' EXIT

# step NAME COMMAND...: runs the command, writes its output to the log, and prints how long it took and the line of its
# result. If the command fails, the script ends with the command's status.
step() {
    local name=$1 began=$SECONDS status=0 offset
    shift
    printf '\n== %s ==\n' "$name" >>"$steps_log"
    offset=$(wc -c <"$steps_log")
    { tick "$name" & } 2>/dev/null
    ticker=$!
    "$@" >>"$steps_log" 2>&1 || status=$?
    stop_ticker
    if [ "$status" -eq 0 ]; then
        printf '== %s (%d s) ==\n' "$name" $((SECONDS - began))
        tail --bytes=+$((offset + 1)) "$steps_log" | result
        return 0
    fi
    printf '== %s: FAILED with %d (%d s) ==\n' "$name" "$status" $((SECONDS - began))
    tail --bytes=+$((offset + 1)) "$steps_log" | failures
    printf '\n%s failed with %d after %d s in all; the whole output is in %s\n' \
        "$name" "$status" $((SECONDS - steps_started)) "$steps_log"
    exit "$status"
}

# end_steps WORDS: prints the last line of a run that passed.
end_steps() {
    printf '\n%s in %d s; the whole output is in %s\n' "$1" $((SECONDS - steps_started)) "$steps_log"
}

# Prints the summary of the unit tests, or else the last line.
result() {
    awk '/Test run with [0-9]+ tests? / { summary = $0 } NF { last = $0 } END { print summary ? summary : last }'
}

# Prints all lines about failures, and none about passed tests. A test's arguments may have several lines, which belong
# to the line that names them. If a program ended without a message of failure, prints its last lines as well.
failures() {
    local all
    all=$(cat)
    awk '/^(✔|◇|➜|ok  |\[[0-9]+\/[0-9]+\] )/ { kept = 0; next } /^(✘|FAIL)/ { kept = 1 } BEGIN { kept = 1 }
        kept { print substr($0, 1, 1000) }' <<<"$all"
    if ! grep --quiet --extended-regexp '^(✘|FAIL)|: error: ' <<<"$all"; then
        printf '\nThe last lines:\n'
        tail --lines=20 <<<"$all"
    fi
}

# Prints which line a step is at: on a terminal in one line that changes, elsewhere once a minute.
tick() {
    local name=$1 began=$SECONDS seconds line
    while sleep 1 >/dev/null 2>&1; do
        seconds=$((SECONDS - began))
        line=$(tail --bytes=400 "$steps_log" | tr '\r' '\n' | awk 'NF { last = $0 } END { print last }')
        if [ -t 1 ]; then
            line="== $name ($seconds s) == $line"
            printf '\r\033[K%s' "${line:0:78}"
        elif [ $((seconds % 60)) -eq 0 ]; then
            printf '   %s, %d s: %s\n' "$name" "$seconds" "${line:0:90}"
        fi
    done
}

stop_ticker() {
    [ -n "$ticker" ] || return 0
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    ticker=""
    if [ -t 1 ]; then printf '\r\033[K'; fi
}
