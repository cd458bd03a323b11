# shellcheck shell=bash
# Sourced by the scripts that need a minimal root file system: makes one with debootstrap.

# The Debian release of the Dockerfile's images.
debian_release=bookworm

# shellcheck disable=SC2034
# The packages that a Swift toolchain needs to run; no -dev package of SQLite or OpenSSL is among them.
toolchain_packages="binutils ca-certificates git libc6-dev libcurl4 libgcc-12-dev libncurses6 libsqlite3-0
    libstdc++-12-dev libxml2 zlib1g"

# toolchain_folder: prints the folder that holds bin/swift, with links resolved.
toolchain_folder() {
    swift_program=$(command -v swift) || { echo "there is no swift in the PATH" >&2; return 69; }
    dirname "$(dirname "$(readlink --canonicalize "$swift_program")")"
}

# debian_sources: prints the lines of a sources.list with the mirrors from which this machine installs the release.
debian_sources() {
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk -v release="$debian_release" '$2 ~ "^" release "(-updates|-security)?$" && $3 == "main" { print "deb", $0 }'
}

# make_debian_root FOLDER [PACKAGE...]: makes a minimal Debian with these packages as well. It uses the mirrors and the
# proxy settings of this machine, and keeps them in the folder.
make_debian_root() {
    root_folder=$1
    shift
    sources=$(debian_sources)
    mirror=$(printf '%s\n' "$sources" | awk -v release="$debian_release" '$3 == release { print $2; exit }')
    debootstrap --variant=minbase ${1:+"--include=$(printf '%s,' "$@")"} "$debian_release" "$root_folder" \
        ${mirror:+"$mirror"}
    [ -z "$sources" ] || printf '%s\n' "$sources" >"$root_folder/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(http|https)::' >"$root_folder/etc/apt/apt.conf.d/50machine" || true
    rm -rf "$root_folder"/var/cache/apt/archives/*.deb "$root_folder"/var/lib/apt/lists/*
}
