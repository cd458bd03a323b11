"""Sends the HTTP/1.1 vectors to gateways that it starts; scripts/http-vectors starts it."""

import signal
import subprocess
import sys
import tempfile

import providers
from gateway import Failed, Gateway

CONFIGURATION = "Tests/Fixtures/conformance.json"
RUNNER, VECTORS = "Tests/Vectors/http1.py", "Tests/Vectors/http1.json"
TOKEN = providers.named("duro").token
# How long an answer and a start may take; long, because machines are busy and sanitizers are slow.
PATIENCE_SECONDS, START_SECONDS_MAX = 60, 120
IDLE_SECONDS = 6


def play(gateway, *options):
    """Sends the vectors to the gateway; returns whether every case passed."""
    command = [
        sys.executable, RUNNER, "--base", gateway.base.removeprefix("http://"), "--vectors", VECTORS,
        "--timeout", str(PATIENCE_SECONDS), "--token", TOKEN, *options]
    return subprocess.run(command).returncode == 0


def run(program, folder, deadlines, options):
    """Sends vectors to a gateway with these deadlines; returns whether they passed and the gateway ended with 0. If a
    sanitizer has reported something, the exit status is not 0."""
    gateway = Gateway(program, CONFIGURATION, folder, *deadlines)
    holds = False
    try:
        holds = play(gateway.listening(START_SECONDS_MAX), *options)
    finally:
        code = gateway.stop(START_SECONDS_MAX)
    if code == 0:
        return holds
    sys.stderr.write("".join(gateway.errors().splitlines(keepends=True)[-200:]))
    print(f"http-vectors: the gateway ended with {code}", file=sys.stderr)
    return False


def main(program, jobs):
    # Without this, a run that is stopped would leave its gateway running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="http-vectors-") as first, \
            tempfile.TemporaryDirectory(prefix="http-vectors-") as second:
        # These deadlines are so long that none ends a request that a busy machine sends slowly.
        holds = run(
            program, first, ["--idle-timeout", "600", "--head-timeout", "600", "--body-timeout", "600"],
            ["--skip-tags", "slow", "--jobs", jobs])
        # These cases wait for deadlines, all at once. The deadlines are short here, and the runner gets their values.
        idle = str(IDLE_SECONDS)
        holds &= run(
            program, second, ["--idle-timeout", idle, "--head-timeout", idle, "--body-timeout", "4"],
            ["--tags", "slow", "--idle", idle, "--jobs", "16"])
    if not holds:
        return 1
    print("http-vectors: every case passed")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except Failed as reason:
        sys.exit(f"http-vectors: {reason}")
