#!/usr/bin/env bash
# Has a unit test sign one attempt of each kind, and the libraries that shops use verify and decode them. scripts/test
# starts it after the unit tests, whose build it uses.
set -euo pipefail
cd "$(dirname "$0")/../.."

. scripts/lib/webhook-venv.sh
need_webhook_venv

attempts=$(mktemp)
trap 'rm -f "$attempts"' EXIT
GATEWAY_TESTS_ATTEMPTS=$attempts swift test --skip-build --filter 'Signed attempts' >/dev/null
PYTHONDONTWRITEBYTECODE=1 timeout 60 "$webhook_venv/bin/python" scripts/lib/webhook_verifiers.py "$attempts"
