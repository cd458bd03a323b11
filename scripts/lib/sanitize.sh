# Sourced by scripts/test, which defines step: the unit tests and the HTTP vectors on a sanitizer's build.

# sanitize thread|address: returns 0 where all passed and the sanitizer had nothing to report.
sanitize() {
    local kind=$1
    local build=.build/sanitize/$kind

    step "build with the $kind sanitizer" swift build --build-tests --sanitize "$kind" --scratch-path "$build"

    # With Swift's own handler of crashes the sanitizer and it wait for each other for ever.
    export SWIFT_BACKTRACE=enable=no
    local preloaded=""
    if [ "$kind" = thread ]; then
        clang -shared -fPIC -O1 -Wall -Werror -o .build/sanitize/mutex.so Tests/Sanitizers/mutex.c
        preloaded=$PWD/.build/sanitize/mutex.so
        # A report does not end the process, so that one run shows them all; its status tells.
        export TSAN_OPTIONS=exitcode=66
    fi

    # XCTest runs first, without a test, and is reported for leaks of its own.
    step "unit tests with the $kind sanitizer" env LD_PRELOAD="$preloaded" \
        swift test --skip-build --disable-xctest --sanitize "$kind" --scratch-path "$build"

    # Such a build is several times slower, and shorter deadlines than usual are part of the vectors.
    step "HTTP vectors with the $kind sanitizer" env LD_PRELOAD="$preloaded" \
        scripts/http-vectors --program "$build/debug/checkout-gateway" --jobs 4
}
