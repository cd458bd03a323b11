"""Runs the README's walk, and sends each provider one good and one bad request; scripts/smoke starts it."""

import pathlib
import re
import signal
import subprocess
import sys
import tempfile

import client
import providers
from gateway import Failed, Gateway

# Paths that belong to no provider: name, path, status, and a pattern of the body.
OWN = [
    ("health", "/healthz", 200, '"status":"ok"'),
    ("readiness", "/readyz", 200, '"status":"ready"'),
    ("a document", "/openapi/duro.yaml", 200, "^openapi: 3.1"),
    ("the gateway's own API without a credential", "/gateway/v1/sessions", 401, '"title":"Unauthorized"'),
    ("no route", "/nowhere", 404, '"status":404'),
]
WALK_SECONDS_MAX, CURL_SECONDS_MAX = 300, 60


class Smoke:
    """The requests to one gateway, and how many of them failed."""

    def __init__(self, program, gateway):
        self.program, self.gateway = program, gateway
        self.failed = 0

    def tell(self, holds, name, well, badly):
        if holds:
            print(f"ok   {name}{well}", flush=True)
        else:
            print(f"FAIL {name}{badly}", file=sys.stderr, flush=True)
            self.failed += 1

    def expect(self, name, status, pattern, request):
        answer = client.ask(self.gateway.port, request)
        text = answer.body.decode(errors="replace")
        holds = answer.status == status and re.search(pattern, text)
        self.tell(holds, name, f": {answer.status}", f": {answer.status} instead of {status}: {text}")

    def good(self, name, pattern):
        """The good requests are the curl lines that the sandbox printed, unchanged."""
        printed = self.gateway.text(self.gateway.out).splitlines()
        line = next((line for line in printed if line.startswith("curl ") and f"/{name}/" in line), None)
        if not line:
            self.tell(False, name, "", ": no curl line was printed")
            return
        code, said, trouble = pasted(line, CURL_SECONDS_MAX)
        self.tell(
            code == 0 and re.search(pattern, said), name, ": the printed curl line works", f": {line}: {said}{trouble}")

    def walk(self):
        """Runs the README's walk from a request to a webhook; only the program and addresses are replaced."""
        readme = pathlib.Path("README.md").read_text(encoding="utf-8")
        section = re.search(r"^## From a request to a payment$(.*?)^## ", readme, re.M | re.S)
        blocks = re.findall(r"^```sh$\n(.*?)^```$", section.group(1) if section else "", re.M | re.S)
        script = "".join(blocks).replace("http://127.0.0.1:8080", self.gateway.base).replace("3000", str(client.free_port()))
        script = script.replace(".build/release/checkout-gateway", self.program)
        script = f"export CHECKOUT_DATABASE='{self.gateway.database}'\n{script}"
        code, said, trouble = pasted(script, WALK_SECONDS_MAX)
        holds = (code == 0 and said.split("\n", 1)[0] == "303" and '"status":"completed"' in said
                 and '"kind":"completed"' in said)
        self.tell(holds, "the README's walk", " leads to a payment", f": {said}{trouble}")
        holds = code == 0 and "webhook-signature: v1," in said and '"type":"checkout.session.completed"' in said
        self.tell(holds, "the README's walk", " ends with a webhook", f": {said}{trouble}")

    def all(self):
        self.walk()
        for provider in providers.everyone():
            self.good(provider.name, re.escape(provider.sample["answer"]))
            beginnings = "|".join(re.escape(beginning) for beginning in provider.error_beginnings)
            self.expect(
                f"{provider.name} without a credential", 401, f"^({beginnings})",
                client.request("POST", provider.path, provider.body))
        self.good("gateway", '"provider":"')
        names = {provider.name for provider in providers.everyone()} | {"gateway"}
        for document in sorted(pathlib.Path("openapi").glob("*.yaml")):
            if document.stem not in names:
                self.tell(False, document.stem, "", ": it has a document, but is not in the registry")
        for name, path, status, pattern in OWN:
            self.expect(name, status, pattern, client.request("GET", path))


def pasted(script, seconds):
    """Runs a shell script; returns its status, its output and its errors."""
    try:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return 124, "", f"not done in {seconds} s"
    return done.returncode, done.stdout, done.stderr


def main(program):
    # Without this, a run that is stopped would leave its gateway running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="smoke-") as folder:
        gateway = Gateway(program, None, folder)
        smoke = Smoke(program, gateway)
        try:
            gateway.listening()
            smoke.all()
        finally:
            code = gateway.stop()
        if code != 0:
            smoke.tell(False, "the gateway", "", f" ended with {code}")
    if smoke.failed:
        print(f"smoke: {smoke.failed} failed", file=sys.stderr)
        return 1
    print("smoke: every request was answered as it should be")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except (Failed, OSError) as reason:
        sys.exit(f"smoke: {reason}")
