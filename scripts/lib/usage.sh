# shellcheck shell=sh
# Sourced by the scripts: refuses wrong command lines.

# misuse WORDS: says what is wrong and where help is, and ends the script with 64 (EX_USAGE of sysexits.h).
misuse() {
    echo "scripts/${0##*/}: $1; see scripts/${0##*/} --help" >&2
    exit 64
}

# need_value "$@": ends the script if no value follows the first argument, which is an option.
need_value() {
    [ -n "${2:-}" ] || misuse "$1 needs a value"
}

# need_number "$@": as need_value; the value also has to be a whole number above 0.
need_number() {
    case "${2:-}" in '' | *[!0-9]* | 0) misuse "$1 needs a number above 0" ;; esac
}
