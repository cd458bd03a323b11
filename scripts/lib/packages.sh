# shellcheck shell=sh
# Sourced by the scripts: installs Debian or Ubuntu packages that are missing.

# need_packages NAME...: installs those of the packages that are missing; needs root, or sudo without a password.
need_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        echo "this is neither Debian nor Ubuntu: what follows needs the likes of $*" >&2
        return 0
    fi
    missing=""
    for name in "$@"; do
        dpkg-query --show --showformat='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing="$missing $name"
    done
    [ -n "$missing" ] || return 0
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        as_root="sudo --non-interactive"
        if ! $as_root true 2>/dev/null; then
            echo "packages are missing, and this is not root; as root: apt-get install$missing" >&2
            return 1
        fi
    fi
    echo "installing:$missing" >&2
    # A new machine has no lists of packages, so they are fetched first; lists that are there may be old, so a failed
    # install fetches them anew.
    # shellcheck disable=SC2086
    apt-get install --simulate $missing >/dev/null 2>&1 || update_packages
    # shellcheck disable=SC2086
    install_packages $missing || { update_packages && install_packages $missing; }
}

# The packages that a build of the gateway needs.
build_packages="pkg-config libsqlite3-dev libssl-dev liblz4-dev libidn2-dev libcurl4-openssl-dev libgoogle-perftools-dev"

# need_build_packages [NAME...]: installs the packages that a build of the gateway needs, and those named.
need_build_packages() {
    # shellcheck disable=SC2086
    need_packages $build_packages "$@"
}

update_packages() {
    $as_root apt-get update --quiet --option DPkg::Lock::Timeout=120 >&2
}

# A machine that has just been started may hold dpkg's lock for a while, for its own updates.
install_packages() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends \
        --option DPkg::Lock::Timeout=120 "$@" >&2
}
