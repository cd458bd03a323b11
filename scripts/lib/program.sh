# shellcheck shell=sh
# Sourced by the scripts: the release program, which they start unless --program names another.

# SwiftPM makes .build/release a link to the folder of the release build; to ask SwiftPM for it takes seconds.
release_program=.build/release/checkout-gateway

# build_program: builds the release program. scripts/test builds it once, and sets RELEASE_IS_BUILT for the scripts that it
# runs.
build_program() {
    [ "${RELEASE_IS_BUILT:-}" = yes ] || swift build --configuration release --product checkout-gateway >&2
}

# need_program PATH: ends the script if there is no program at PATH.
need_program() {
    [ -x "$1" ] || {
        echo "scripts/${0##*/}: there is no program $1; make it with swift build --configuration release" >&2
        exit 1
    }
}

# read_program_and NAME DEFAULT "$@": reads the options of a script that takes --program FILE and --NAME NUMBER. They become
# $program, which is the release program by default, and $number. Ends the script if there is no such program. Needs
# scripts/lib/usage.sh.
read_program_and() {
    name=$1
    number=$2
    program=$release_program
    shift 2
    while [ $# -gt 0 ]; do
        case $1 in
        --help | -h) usage && exit 0 ;;
        --program) need_value "$@" && program=$2 && shift ;;
        "--$name") need_number "$@" && number=$2 && shift ;;
        *) misuse "unknown option $1" ;;
        esac
        shift
    done
    need_program "$program"
}
