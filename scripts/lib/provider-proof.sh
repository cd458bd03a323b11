#!/usr/bin/env bash
# Lays out a provider in a copy of the checkout, and compiles it against the modules of the debug build, so that the
# templates of scripts/provider keep up with the interfaces that they use. scripts/test starts it.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD

scripts/provider check

copy=$(mktemp --directory)
trap 'rm -rf "$copy"' EXIT
tar --create --file=- Package.swift README.md Sources Tests openapi scripts .swift-format | tar --extract --file=- -C "$copy"
cd "$copy"

scripts/provider new acme-pay >new.log || { cat new.log >&2 && exit 1; }
if scripts/provider check acme-pay >check.log; then
    echo "provider proof: check finds nothing to fill in" >&2
    exit 1
fi
grep --quiet "FILL IN" check.log || { cat check.log >&2 && exit 1; }
python3 -c 'import json, sys; [json.load(open(path)) for path in sys.argv[1:]]' Tests/Providers/AcmePay/*.json
swift format lint --strict --recursive Package.swift Sources/Providers/AcmePay Tests/Providers/AcmePay

# The name under which SwiftPM lets the modules of a package see each other's package declarations.
package=$(grep --only-matching --max-count=1 '"-package-name","[^"]*"' "$root/.build/debug.yaml" | head -n 1 | cut -d '"' -f 4)
mapfile -t sources < <(find Sources/Providers -name '*.swift')
swiftc -typecheck -module-name Providers -package-name "$package" -I "$root/.build/debug/Modules" -swift-version 6 \
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault \
    -enable-upcoming-feature MemberImportVisibility -warnings-as-errors "${sources[@]}"
echo "provider proof: a new provider compiles, and check names what to fill in"
