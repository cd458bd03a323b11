"""Checks the documents in openapi/, and checks a gateway against them; scripts/contract starts it."""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# The modules that all scripts share are in the folder above.
sys.path.append(os.path.dirname(HERE))

import examples
import providers
from gateway import Failed, Gateway

# Its credentials are test values, which no other system accepts.
CONFIGURATION = os.path.abspath("Tests/Fixtures/conformance.json")
# The most seconds for one run of schemathesis.
RUN_SECONDS_MAX = 900
# The checks to make. Left out are:
# - `missing_required_header`: the only required header is the credential, which `ignored_auth` covers.
# - `use_after_free`: nothing can be deleted.
# - `object_level_authorization`: the fixture has one account for each provider.
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection", "positive_data_acceptance", "unsupported_method",
    "allow_header_conformance", "ignored_auth", "ensure_resource_availability",
]


def tell(sentence):
    print(f"contract: {sentence}", flush=True)


def tool(name):
    """The path of a command in the Python environment of this process."""
    return os.path.join(os.path.dirname(sys.executable), name)


# Statuses that schemathesis accepts for a valid request.
USUAL = ["2xx", "401", "403", "404", "409", "429", "5xx"]
# One operation for which it accepts others.
OPERATION = """
[[operations]]
include-operation-id = "%s"
[operations.checks.positive_data_acceptance]
expected-statuses = %s
"""


def settings(name, work):
    """The path of a configuration of schemathesis, with the operations of a provider that refuse valid requests."""
    with open(os.path.join(HERE, "schemathesis.toml"), encoding="utf-8") as file:
        text = file.read()
    if name != "gateway":
        refused = providers.named(name).facts.get("contract", {}).get("refuses_valid_requests", {})
        for operation, statuses in refused.items():
            text += OPERATION % (operation, json.dumps(sorted(USUAL + [str(status) for status in statuses])))
    path = os.path.join(work, "schemathesis.toml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


class Examination:
    """One run: its options and its failures."""

    def __init__(self, options):
        self.options = options
        self.failures = []

    def fail(self, sentence):
        tell(f"FAILED {sentence}")
        self.failures.append(sentence)

    def documents(self):
        names = self.options.documents
        paths = [os.path.abspath(f"openapi/{name}.yaml") for name in names]
        tell(f"validate {' '.join(names)}")
        if subprocess.run([tool("openapi-spec-validator"), *paths]).returncode != 0:
            self.fail("the documents are not valid OpenAPI 3.1")
        count, faults = examples.faults(paths)
        for fault in faults:
            print(fault)
        tell(f"{count} examples, {len(faults)} not valid")
        if faults or not count:
            self.fail("an example is not valid under its schema")

    def gateway(self, work):
        tell(f"start {self.options.program}")
        gateway = Gateway(self.options.program, CONFIGURATION, work, "--host", "127.0.0.1")
        try:
            gateway.listening()
            tell(f"it listens on {gateway.base}")
            for name in self.options.documents:
                self.document(gateway, name, work)
            tell("stop the gateway")
        finally:
            code = gateway.stop()
        if code != 0:
            self.fail("the gateway did not stop cleanly")

    def document(self, gateway, name, work):
        phases = "examples,coverage,fuzzing,stateful"
        if name == "gateway":
            with open(CONFIGURATION, encoding="utf-8") as file:
                credentials = json.load(file)["credentials"]
            secret = next(each["secret"] for each in credentials if each["provider"] == name)
            self.examine(gateway, name, name, gateway.base, phases, [f"Authorization: Bearer {secret}"], work)
            return
        provider = providers.named(name)
        facts = provider.facts.get("contract", {})
        # Most providers accept one kind of credential. The samples of some use another kind than the token.
        fields = facts.get("fields", ["Authorization: Bearer {{token}}"])
        self.examine(
            gateway, name, name, f"{gateway.base}/{name}", phases,
            [providers.substitute(provider.values, field) for field in fields], work)
        if facts.get("examples_on_the_bare_path"):
            # The same document again with the credential of the sample, on a path that providers share.
            self.examine(
                gateway, f"{name} on the bare path", name, gateway.base, "examples", provider.fields, work)

    def examine(self, gateway, title, name, base, phases, fields, work):
        """Runs schemathesis on one document, in the work folder, because it writes its own state into the current
        folder."""
        tell(f"examine {title}")
        began = time.monotonic()
        command = [
            tool("schemathesis"), "--config-file", settings(name, work),
            "run", os.path.abspath(f"openapi/{name}.yaml"), "--url", base, "--checks", ",".join(CHECKS),
            "--phases", phases, "--max-examples", str(self.options.max_examples), "--seed", str(self.options.seed),
            "--generation-database", "none", "--generation-with-security-parameters", "false",
            "--continue-on-failure", "--request-timeout", "60", "--warnings", "off", "--no-color"]
        for field in fields:
            command += ["--header", field]
        log = os.path.join(work, "schemathesis.log")
        with open(log, "wb") as file:
            try:
                status = subprocess.run(
                    command, cwd=work,
                    env={**os.environ, "SCHEMATHESIS_HOOKS": os.path.join(HERE, "hooks.py"), "CONTRACT_DOCUMENT": name},
                    stdout=file, stderr=subprocess.STDOUT, timeout=RUN_SECONDS_MAX).returncode
            except subprocess.TimeoutExpired:
                status = None
        with open(log, encoding="utf-8", errors="replace") as file:
            said = file.read()
        if status != 0 or self.options.verbose:
            print(said, flush=True)
        if status is None:
            self.fail(f"{title}: not done in {RUN_SECONDS_MAX} s")
        elif status != 0:
            self.fail(f"{title}: not as documented")
        else:
            requests = re.search(r"^ *([0-9,]*) generated", said, re.M)
            tell(f"{title} is as documented: {requests.group(1) if requests else ''} requests in "
                 f"{time.monotonic() - began:.0f} s")
        if not gateway.is_running():
            raise Failed(f"the gateway ended during {title}: {gateway.errors()[-2000:]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents-only", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--program")
    parser.add_argument("--max-examples", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("documents", nargs="+")
    examination = Examination(parser.parse_args())
    # Without this, a run that is stopped would leave its gateway running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    examination.documents()
    if not examination.options.documents_only:
        with tempfile.TemporaryDirectory(prefix="contract-") as work:
            try:
                examination.gateway(work)
            except Failed as reason:
                sys.exit(f"contract: FAILED {reason}")
    if examination.failures:
        tell(f"{len(examination.failures)} failed: {'; '.join(examination.failures)}")
        return 1
    tell("the gateway does as documented")
    return 0


if __name__ == "__main__":
    sys.exit(main())
