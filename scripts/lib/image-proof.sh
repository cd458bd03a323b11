#!/usr/bin/env bash
# Run by scripts/image --prove: builds the image on base images of its own, runs it, and checks what it promises.
set -euo pipefail
cd "$(dirname "$0")/../.."

[ "$(id -u)" -eq 0 ] || { echo "image: the proof needs root" >&2 && exit 77; }
if [ -z "${IMAGE_PROOF_INSIDE:-}" ]; then
    # The script mounts in a mount namespace of its own, so that the kernel unmounts everything when the script ends.
    export IMAGE_PROOF_INSIDE=yes
    exec timeout --kill-after=60 2700 unshare --mount --propagation private bash "$0"
fi

. scripts/lib/packages.sh
. scripts/lib/debian-root.sh
need_packages buildah debootstrap iproute2 curl util-linux

started=$SECONDS
folder=$(mktemp --directory "${TMPDIR:-/tmp}/image-proof.XXXXXX")
toolchain=$(toolchain_folder)
gateway=""
finish() {
    [ -z "$gateway" ] || kill -KILL "$gateway" 2>/dev/null || true
    if [ -n "${IMAGE_PROOF_KEEP:-}" ]; then echo "image: everything is left in $folder"; return; fi
    umount --recursive --lazy "$folder"/mounted/* "$folder/net" 2>/dev/null || true
    rm -rf --one-file-system "$folder"
}
trap finish EXIT

step() { printf '\n== %s (%d s) ==\n' "$1" $((SECONDS - started)); }
failed=0
# check NAME COMMAND...: the command succeeds.
check() {
    local name=$1
    shift
    if "$@" >"$folder/checked" 2>&1; then
        echo "ok   $name"
    else
        echo "FAIL $name: $(tail -n 5 "$folder/checked")" >&2
        failed=$((failed + 1))
    fi
}
same() { [ "$1" = "$2" ] || { echo "\"$1\" instead of \"$2\""; return 1; }; }

storage=(--root "$folder/storage" --runroot "$folder/run" --storage-driver vfs)
export BUILDAH_ISOLATION=chroot

# make_base NAME [PACKAGE...]: a local image of a minimal Debian.
make_base() {
    local name=$1 container
    shift
    make_debian_root "$folder/$name" "$@" >"$folder/$name.log" 2>&1 || { tail -n 20 "$folder/$name.log" >&2; exit 1; }
    container=$(buildah "${storage[@]}" from --pull-never scratch)
    buildah "${storage[@]}" add --quiet "$container" "$folder/$name" /
    buildah "${storage[@]}" config --cmd bash --env \
        PATH=/toolchain/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
    buildah "${storage[@]}" commit --quiet --format docker --rm "$container" "localhost/$name" >/dev/null
    rm -rf --one-file-system "${folder:?}/$name"
    echo "localhost/$name: $(buildah "${storage[@]}" images --format '{{.Size}}' "localhost/$name")"
}

step "base images, with debootstrap"
# shellcheck disable=SC2086
make_base gateway-build $toolchain_packages
make_base gateway-run

step "the image, with buildah"
mkdir -p "$folder/mounted"
image=localhost/checkout-gateway:proof
scripts/image --builder buildah --tag "$image" \
    --build-image localhost/gateway-build --runtime-image localhost/gateway-run -- \
    "${storage[@]}" --isolation chroot --pull-never --volume "$toolchain:/toolchain/usr:ro" \
    >"$folder/build.log" 2>&1 || { tail -n 40 "$folder/build.log" >&2; exit 1; }
tail -n 1 "$folder/build.log"

# config TEMPLATE: prints a part of the image's configuration.
config() { buildah "${storage[@]}" inspect --type image --format "$1" "$image"; }
mapfile -t command < <(config \
    '{{range .Docker.Config.Entrypoint}}{{println .}}{{end}}{{range .Docker.Config.Cmd}}{{println .}}{{end}}' | sed '/^$/d')
mapfile -t health < <(config '{{range .Docker.Config.Healthcheck.Test}}{{println .}}{{end}}' | sed '/^$/d')
mapfile -t environment < <(config '{{range .Docker.Config.Env}}{{println .}}{{end}}' | sed '/^$/d')
user=$(config '{{.Docker.Config.User}}')
workdir=$(config '{{.Docker.Config.WorkingDir}}')

step "the image's configuration"
check "it runs: ${command[*]}" same "${command[*]}" "checkout-gateway serve"
check "its health check: ${health[*]}" same "${health[*]}" "CMD checkout-gateway health"
check "its user is not root: $user" test "$user" != root -a -n "$user"
# shellcheck disable=SC2016
check "its volume" same "$(config '{{range $path, $_ := .Docker.Config.Volumes}}{{$path}}{{end}}')" /data
check "its stop signal" same "$(config '{{.Docker.Config.StopSignal}}')" SIGTERM

# fresh NAME VOLUME: makes a container's root file system, read-only except for the volume.
fresh() {
    local tree
    tree=$(buildah "${storage[@]}" mount "$(buildah "${storage[@]}" from --pull-never --name "$1" "$image")")
    root=$folder/mounted/$1
    mkdir -p "$root"
    mount --bind "$tree" "$root"
    mount --options remount,bind,ro "$root"
    mount --rbind /dev "$root/dev"
    [ -z "${2:-}" ] || mount --bind "$2" "$root$workdir"
}

step "the image's files"
fresh looked-at ""
program=$root/usr/local/bin/checkout-gateway
uid=$(chroot "$root" id --user "$user")
gid=$(chroot "$root" id --group "$user")
chroot "$root" ldd /usr/local/bin/checkout-gateway | tee "$folder/ldd"
check "every shared library is there" bash -c "! grep -F 'not found' '$folder/ldd'"
check "no library of Swift or Foundation is needed" bash -c \
    "! grep -E 'libswift|Foundation|libdispatch|libBlocks' '$folder/ldd'"
# Only files count: this script made the empty folder on which the toolchain was mounted.
check "no Swift, compiler, source or package list is in it" bash -c "! find '$root' -xdev -type f \
    '(' -name '*.swift' -o -name '*swift*.so' -o -name swiftc -o -name cc1 -o -path '*/apt/lists/*_Packages*' ')' | grep ."
check "the volume's folder belongs to the user alone" same "$(stat --format '%u %g %a' "$root$workdir")" "$uid $gid 700"
echo "program: $(stat --format %s "$program") bytes"
echo "image: $(buildah "${storage[@]}" images --format '{{.Size}}' "$image") in all, base image and $(
    config '{{range .OCIv1.RootFS.DiffIDs}}{{println .}}{{end}}' | sed '/^$/d' | wc -l) layers"
echo "added to the base image, in KiB: $(($(du --summarize --one-file-system "$root" | cut -f 1) - $(
    du --summarize "$(buildah "${storage[@]}" mount "$(buildah "${storage[@]}" from --pull-never localhost/gateway-run)")" |
    cut -f 1)))"

# A network namespace of its own: the port is free, no other machine reaches a wildcard, and 192.0.2.1 stands for the
# outside.
touch "$folder/net"
unshare --net="$folder/net" true
network=(nsenter --net="$folder/net")
"${network[@]}" ip link set lo up
"${network[@]}" ip address add 192.0.2.1/32 dev lo

mkdir "$folder/volume"
chown "$uid:$gid" "$folder/volume"
chmod 0700 "$folder/volume"

# start LOG ARGUMENT...: runs the image's command as its user, as process 1 of its own name spaces.
start() {
    local log=$1
    shift
    "${network[@]}" unshare --mount --pid --fork --kill-child --mount-proc --root="$root" --wd="$workdir" \
        --setgid="$gid" --setuid="$uid" env --ignore-environment "${environment[@]}" "${command[@]}" "$@" \
        >"$log.out" 2>"$log.err" &
    gateway=$!
}
# process: prints the gateway's process id as this namespace sees it.
process() { tr --delete ' ' <"/proc/$gateway/task/$gateway/children"; }
# inside COMMAND...: runs the command in the running container, as its user.
inside() {
    nsenter --target "$(process)" --mount --pid --net --root --wd \
        --setgid "$gid" --setuid "$uid" env --ignore-environment "${environment[@]}" "$@"
}
await_ready() {
    for _ in $(seq 100); do
        grep -q '^listening on ' "$1.out" && return
        kill -0 "$gateway" 2>/dev/null || break
        sleep 0.1
    done
    cat "$1.out" "$1.err"
    return 1
}
# stop: sends SIGTERM to the gateway; its exit code has to be 0.
stop() {
    local code=0
    kill -TERM "$(process)"
    wait "$gateway" || code=$?
    gateway=""
    same "$code" 0
}
status() { "${network[@]}" curl --silent --show-error --max-time 10 --output "$folder/body" --write-out '%{http_code}' "$@"; }
answers() { same "$(status "$@")" 200; }
paste_line() { "${network[@]}" timeout 10 bash -c "$1 --fail"; }

step "the first start"
fresh first "$folder/volume"
start "$folder/first"
check "it listens" await_ready "$folder/first"
check "it says where" grep -qx 'listening on http://0.0.0.0:8080' "$folder/first.out"
check "it is process 1 of user $uid" same "$(awk '/^(NSpid|Uid|CapEff):/ { print $NF }' "/proc/$(process)/status" | xargs)" \
    "$uid 1 0000000000000000"
check "its health check" inside "${health[@]:1}"
check "/healthz over loopback" answers http://127.0.0.1:8080/healthz
check "/healthz over another address" answers http://192.0.2.1:8080/healthz
for document in openapi/*.yaml; do
    check "/$document, byte for byte" bash -c \
        "$(printf '%q ' "${network[@]}") curl --silent --fail http://127.0.0.1:8080/$document | cmp - $document"
done
while read -r line; do check "${line%% -H*}" paste_line "$line"; done < <(grep '^curl ' "$folder/first.out")
# A curl line that sends a body creates a session, one for each provider; the other lines read.
created=$(grep -c "^curl .* -d '" "$folder/first.out")
check "five providers at least were asked" test "$created" -ge 5
check "the database belongs to the user alone" same \
    "$(stat --format '%u %g %a' "$folder/volume/checkout-gateway.db")" "$uid $gid 600"
check "SIGTERM ends it with 0" stop

step "the second start, in a new container on the same volume"
fresh second "$folder/volume"
start "$folder/second"
check "it listens" await_ready "$folder/second"
check "the sessions are there" same "$(inside checkout-gateway sessions list | tail -n +2 | wc -l)" "$created"
inside checkout-gateway keys list --sandbox >"$folder/again" || true
check "its credentials are the same" same "$(grep '^curl ' "$folder/again")" "$(grep '^curl ' "$folder/first.out")"
while read -r line; do check "${line%% -H*}" paste_line "$line"; done < <(grep '^curl ' "$folder/first.out")
check "SIGTERM ends it with 0" stop

step "a volume that belongs to another user"
mkdir --mode=0755 "$folder/foreign"
fresh third "$folder/foreign"
start "$folder/third"
code=0
wait "$gateway" || code=$?
gateway=""
cat "$folder/third.err"
check "it says so and ends with 73" same "$code" 73

step "a start with a configuration, and its settings as variables"
install --owner "$uid" --group "$gid" --mode 0400 Tests/Fixtures/conformance.json "$folder/volume/gateway.json"
environment+=(CHECKOUT_CONFIG=/data/gateway.json CHECKOUT_PORT=9090 CHECKOUT_DATABASE=/data/configured.db)
fresh configured "$folder/volume"
start "$folder/configured"
check "it listens" await_ready "$folder/configured"
check "on the port it was given" grep -qx 'listening on http://0.0.0.0:9090' "$folder/configured.out"
check "it is no sandbox" bash -c "! grep -i sandbox '$folder/configured.out'"
check "its health check" inside "${health[@]:1}"
check "/readyz" answers http://127.0.0.1:9090/readyz
check "SIGTERM ends it with 0" stop

step "done"
[ "$failed" -eq 0 ] || { echo "image: $failed checks failed" >&2; exit 1; }
echo "image: it builds, runs and stops as it promises; shown in $((SECONDS - started)) s"
