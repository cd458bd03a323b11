# Sourced by scripts/test, which defines step: the unit tests and the HTTP vectors on a sanitizer's build.

# sanitize thread|address: returns 0 if all tests passed and the sanitizer reported nothing.
sanitize() {
    local kind=$1
    local build=.build/sanitize/$kind

    step "build with the $kind sanitizer" swift build --build-tests --sanitize "$kind" --scratch-path "$build"

    # Swift's own crash handler and the sanitizer would wait for each other for ever.
    export SWIFT_BACKTRACE=enable=no
    local preloaded=""
    if [ "$kind" = thread ]; then
        clang -shared -fPIC -O1 -Wall -Werror -o .build/sanitize/mutex.so Tests/Sanitizers/mutex.c
        preloaded=$PWD/.build/sanitize/mutex.so
        # A report does not end the process, so that one run shows all reports; the exit status tells that there were
        # some.
        export TSAN_OPTIONS=exitcode=66
    fi

    # XCTest runs first, without a test; the sanitizer would report XCTest's own leaks.
    step "unit tests with the $kind sanitizer" env LD_PRELOAD="$preloaded" \
        swift test --skip-build --disable-xctest --sanitize "$kind" --scratch-path "$build"

    # A sanitizer's build is several times slower, and some vectors wait for deadlines that are shorter than usual.
    step "HTTP vectors with the $kind sanitizer" env LD_PRELOAD="$preloaded" \
        scripts/http-vectors --program "$build/debug/checkout-gateway" --jobs 4
}
