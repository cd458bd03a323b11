"""A gateway that is measured, and the loads on it: creates of each provider, and reads."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import client
import providers
from gateway import Gateway

CONFIG = providers.ROOT / "Tests" / "Fixtures" / "bench.json"
# How long a gateway may take to start and to stop, also below valgrind.
SECONDS_MAX = 120


def creates():
    """Path, header fields and body of each create that is measured, by the provider's name, or its name and a word."""
    found = {}
    for provider in providers.everyone():
        facts = provider.facts.get("bench")
        if not facts:
            continue
        values = providers.values_of(facts["credentials"])
        fields = dict(providers.substitute(values, field).split(": ", 1) for field in provider.sample["fields"])
        for word, body in facts["bodies"].items():
            found[f"{provider.name}_{word}" if word else provider.name] = (facts["path"], fields, body)
    return found


CREATES = creates()


class Measured(Gateway):
    """A gateway that listens, on a database of its own, or on one that is kept between runs."""

    def __init__(self, program, *options, config=CONFIG, **how):
        self.folder = tempfile.mkdtemp(prefix="bench-")
        super().__init__(program, str(config), self.folder, *options, **how)
        self.listening(SECONDS_MAX)

    def __exit__(self, *_):
        self.stop(SECONDS_MAX)
        shutil.rmtree(self.folder, ignore_errors=True)


def create(gateway, provider, connections, seconds):
    """Loads one kind of create; returns what load() returns."""
    path, headers, body = CREATES[provider]
    lines = ['wrk.method = "POST"', f"wrk.path = {json.dumps(path)}", f"wrk.body = {json.dumps(body)}"]
    for name, value in dict(headers, **{"Content-Type": "application/json"}).items():
        lines.append(header(name, value))
    return load(gateway, scripted(gateway, "create.lua", lines, gateway.base), connections, seconds)


def read(gateway, path, seconds):
    """Requests a second for one session, by its public id or by the token of its page."""
    lines = [header("Authorization", CREATES["duro"][1]["Authorization"])]
    return load(gateway, scripted(gateway, "read.lua", lines, gateway.base + path), 64, seconds)[0]


def header(name, value):
    return f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}"


def scripted(gateway, name, lines, url):
    """Writes a script for wrk; returns the arguments that make wrk follow it."""
    script = os.path.join(gateway.folder, name)
    with open(script, "w") as file:
        file.write("\n".join(lines) + "\n")
    return ["-s", script, url]


def load(gateway, arguments, connections, seconds):
    """Requests a second, p99 in milliseconds, CPU microseconds a request.

    A refusal costs less than a create, so a run with refusals would show a false speed; such a run ends with an error.
    """
    before = gateway.processor_seconds()
    out = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "--latency", *arguments],
        capture_output=True, text=True, check=True).stdout
    used = gateway.processor_seconds() - before
    count = int(re.search(r"(\d+) requests in", out).group(1))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    number, unit = re.search(r"^\s+99%\s+([\d.]+)(us|ms|s)", out, re.M).groups()
    failed = re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", out)
    if failed:
        sys.exit(f"bench: {arguments[-1]}: {failed.group(0)}, of {count} requests")
    return rate, float(number) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit], used / max(1, count) * 1e6


def play(gateway, provider, count, connections=16):
    """Makes so many creates over so many connections, each waiting for its answer; returns the answers' bodies."""
    links = [client.Connection(gateway.port, SECONDS_MAX) for _ in range(connections)]
    path, headers, body = CREATES[provider]
    fields = [f"{name}: {value}" for name, value in headers.items()]
    message = client.request("POST", path, body.encode(), fields, host="bench")
    bodies = []
    for begun in range(0, count, connections):
        group = links[:min(connections, count - begun)]
        for link in group:
            link.send(message)
        for link in group:
            answer = link.answer()
            if answer.status not in (200, 201):
                sys.exit(f"bench: {provider} was answered with {answer.status}: {answer.body[:200]!r}")
            bodies.append(answer.body)
    for link in links:
        link.close()
    return bodies
