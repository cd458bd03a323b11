"""Puts proxies before the gateway and sends them the vectors. Run by scripts/proxies, which says what it checks."""

import argparse
import importlib.util
import os
import sys
import tempfile

# The modules that all scripts share are in the folder above.
sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from gateway import Failed, Gateway
from honest import CLAIMED, CLAIMED_HOST, Honest
from kinds import KINDS
from play import play


def read_options():
    """The options, with the names of the proxies to start."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only")
    parser.add_argument("--cases")
    parser.add_argument("--vectors", default="Tests/Vectors/http1.json")
    parser.add_argument("--program", default=".build/release/checkout-gateway")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.proxies = [options.only] if options.only else list(KINDS)
    if options.only and options.only not in KINDS:
        raise SystemExit("proxies: there is no proxy %s; there are %s" % (options.only, ", ".join(KINDS)))
    return options


def load_runner(vectors):
    """The module http1.py beside the vectors."""
    path = os.path.join(os.path.dirname(os.path.abspath(vectors)), "http1.py")
    if not os.path.exists(vectors) or not os.path.exists(path):
        raise SystemExit("proxies: %s, or the runner http1.py beside it, does not exist" % vectors)
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("http1", path)
    runner = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(runner)
    return runner


def chosen(cases, names):
    """The cases with one of these names, which commas separate; a trailing * matches a prefix."""
    wanted = names.split(",")
    return [case for case in cases if any(
        case["name"] == name or name.endswith("*") and case["name"].startswith(name[:-1]) for name in wanted)]


def examine(options, runner, cases, folder):
    """Starts a gateway and one proxy after the other in front of it; returns what failed."""
    failed = []
    gateway = Gateway(
        options.program, "Tests/Fixtures/conformance.json", folder, "--access-log", "on",
        "--head-timeout", "5", "--body-timeout", "5")
    proxy = None
    try:
        gateway.listening()
        failed += ask_directly(runner, gateway)
        for name in options.proxies:
            proxy = KINDS[name](name, gateway, folder)
            faults, notes = play(runner, proxy, gateway, cases, options.verbose)
            for note in notes:
                print("  note %s" % note)
            failed += ["%s: %s" % (name, fault) for fault in faults]
            if not gateway.is_running():
                failed.append("%s: the gateway ended with %s" % (name, gateway.process.returncode))
                break
    finally:
        if proxy:
            proxy.stop()
        code = gateway.stop()
    if code != 0:
        failed.append("the gateway ended with %s" % code)
    return failed + believed_claims(gateway)


def ask_directly(runner, gateway):
    honest = Honest(runner, gateway.port)
    honest.all()
    print("without a proxy: %d honest requests, %d faults" % (honest.count, len(honest.faults)))
    return ["without a proxy: " + fault for fault in honest.faults]


def believed_claims(gateway):
    """The claims of clients that are in the gateway's output."""
    return [
        "a client's claim in a forwarded header is in %s" % os.path.basename(path)
        for path in (gateway.out, gateway.err) for word in (CLAIMED, CLAIMED_HOST) if word in gateway.text(path)]


def main():
    options = read_options()
    runner = load_runner(options.vectors)
    cases = runner.load([options.vectors])
    if options.cases:
        cases = chosen(cases, options.cases)
    if not os.access(options.program, os.X_OK):
        raise SystemExit(
            "proxies: %s does not exist; make it with swift build --configuration release" % options.program)
    with tempfile.TemporaryDirectory(prefix="proxies-") as folder:
        failed = examine(options, runner, cases, folder)
    for fault in failed:
        print("FAIL %s" % fault, file=sys.stderr)
    if failed:
        print("proxies: %d faults" % len(failed), file=sys.stderr)
        return 1
    print("proxies: every request that the gateway saw was sent to it as a request")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as reason:
        sys.exit("proxies: %s" % reason)
