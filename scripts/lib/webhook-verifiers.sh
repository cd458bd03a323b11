#!/usr/bin/env bash
# Has a unit test sign one attempt of each kind, and the libraries that shops use verify and decode them. scripts/test
# starts it after the unit tests, whose build it uses.
set -euo pipefail
cd "$(dirname "$0")/../.."

# One version each, because a check that changes by itself says nothing about the gateway.
requirements="standardwebhooks==1.1.0 stripe==16.1.0"
install_seconds_max=900

venv=.build/webhook-venv
if [ "$(cat "$venv/requirements" 2>/dev/null)" != "$requirements" ]; then
    echo "webhook verifiers: install $requirements"
    rm -rf "$venv"
    python3 -m venv "$venv"
    # shellcheck disable=SC2086
    timeout "$install_seconds_max" "$venv/bin/pip" install --quiet --disable-pip-version-check $requirements
    printf '%s\n' "$requirements" >"$venv/requirements"
fi

attempts=$(mktemp)
trap 'rm -f "$attempts"' EXIT
GATEWAY_TESTS_ATTEMPTS=$attempts swift test --skip-build --filter 'Signed attempts' >/dev/null
PYTHONDONTWRITEBYTECODE=1 timeout 60 "$venv/bin/python" scripts/lib/webhook_verifiers.py "$attempts"
