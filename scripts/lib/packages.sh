# Sourced by the scripts: puts Debian or Ubuntu packages there that are not.

# need_packages NAME...: installs those of the packages that are missing; needs root, or sudo without a password.
need_packages() {
    missing=""
    for name in "$@"; do
        dpkg-query --show --showformat='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing="$missing $name"
    done
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "these packages are missing, and there is no apt-get to install them with:$missing" >&2
        return 1
    fi
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then as_root="sudo --non-interactive"; fi
    echo "installing:$missing" >&2
    # A package list may be there and old; it is fetched only where the first try fails.
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing >&2 ||
        { $as_root apt-get update >&2 &&
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing >&2; }
}
