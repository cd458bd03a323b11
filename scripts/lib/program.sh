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
