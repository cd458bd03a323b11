# Sourced by scripts/test: steps that say little while all is well, and everything where it is not.

steps_log=.build/test.log
steps_started=$SECONDS
ticker=""
mkdir -p .build
: >"$steps_log"
trap 'stop_ticker' EXIT

# step NAME COMMAND...: runs the command into the log, prints how long that took and the line of its result, and ends
# the script with its status where it fails.
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
    printf '\n%s failed with %d after %d s in all; everything that was said is in %s\n' \
        "$name" "$status" $((SECONDS - steps_started)) "$steps_log"
    exit "$status"
}

# end_steps WORDS: the last line of a run that passed.
end_steps() {
    printf '\n%s in %d s; everything that was said is in %s\n' "$1" $((SECONDS - steps_started)) "$steps_log"
}

# The summary of the unit tests as it is, or else the last line.
result() {
    awk '/Test run with [0-9]+ tests? / { summary = $0 } NF { last = $0 } END { print summary ? summary : last }'
}

# What failed, whole, and no line of what went well. A test's arguments may have several lines, which belong to the line
# that names them. Where a program ended without a word of failure, its last lines as well.
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

# Says where a step is: on a terminal in one line that changes, elsewhere once a minute.
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
