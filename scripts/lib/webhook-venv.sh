# shellcheck shell=bash
# Sourced by the scripts that have the libraries of shops verify webhooks.

webhook_venv=.build/webhook-venv

# need_webhook_venv: installs the libraries from PyPI, unless they are there.
need_webhook_venv() {
    # One version each, because a check that changes by itself says nothing about the gateway.
    local requirements="standardwebhooks==1.1.0 stripe==16.1.0" install_seconds_max=900
    [ "$(cat "$webhook_venv/requirements" 2>/dev/null)" != "$requirements" ] || return 0
    echo "webhook verifiers: install $requirements" >&2
    rm -rf "$webhook_venv"
    python3 -m venv "$webhook_venv"
    # shellcheck disable=SC2086
    timeout "$install_seconds_max" "$webhook_venv/bin/pip" install --quiet --disable-pip-version-check $requirements
    printf '%s\n' "$requirements" >"$webhook_venv/requirements"
}
