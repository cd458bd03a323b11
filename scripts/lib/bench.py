"""Measures a built gateway, prints one JSON line a figure, and compares with Tests/Benchmarks.json.

Run by scripts/bench, which says what the options mean. Everything is on loopback, bounded, and ended by its pid.
"""

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

import client
import providers
from gateway import Failed, Gateway

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
THRESHOLDS = os.path.join(ROOT, "Tests", "Benchmarks.json")
CONFIG = os.path.join(ROOT, "Tests", "Fixtures", "bench.json")


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

# How long a gateway may take to start and to stop, also below valgrind.
SECONDS_MAX = 120


class Measured(Gateway):
    """A gateway that listens, on a database of its own, or on one that is kept between runs."""

    def __init__(self, program, *options, **how):
        self.folder = tempfile.mkdtemp(prefix="bench-")
        super().__init__(program, CONFIG, self.folder, *options, **how)
        self.listening(SECONDS_MAX)

    def __exit__(self, *_):
        self.stop(SECONDS_MAX)
        shutil.rmtree(self.folder, ignore_errors=True)


def wrk(gateway, provider, connections, seconds):
    """Loads one kind of create; returns what load() returns."""
    path, headers, body = CREATES[provider]
    lines = ['wrk.method = "POST"', f"wrk.path = {json.dumps(path)}", f"wrk.body = {json.dumps(body)}"]
    for name, value in dict(headers, **{"Content-Type": "application/json"}).items():
        lines.append(f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}")
    script = os.path.join(gateway.folder, "create.lua")
    with open(script, "w") as file:
        file.write("\n".join(lines) + "\n")
    return load(gateway, ["-s", script, gateway.base], connections, seconds)


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


def request(provider):
    path, headers, body = CREATES[provider]
    fields = [f"{name}: {value}" for name, value in headers.items()]
    return client.request("POST", path, body.encode(), fields, host="bench")


def play(gateway, provider, count, connections=16):
    """Makes so many creates over so many connections, each waiting for its answer; returns the answers' bodies."""
    links = [client.Connection(gateway.port, SECONDS_MAX) for _ in range(connections)]
    message = request(provider)
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


class Figures:
    def __init__(self, compares):
        self.values = {}
        self.compares = compares
        self.thresholds = json.load(open(THRESHOLDS)) if os.path.exists(THRESHOLDS) else {}
        self.worse = []

    def add(self, name, value, unit, drifts=True):
        value = round(value, 4)
        self.values[name] = {"value": value, "unit": unit, "drifts": drifts}
        line = {"figure": name, "value": value, "unit": unit}
        bound = None if drifts else self.thresholds.get(name)
        if bound:
            line["bound"] = bound
            if "most" in bound and value > bound["most"] or "least" in bound and value < bound["least"]:
                line["worse"] = True
                self.worse.append(name)
        print(json.dumps(line), flush=True)


def rates(program, figures, options):
    """Creates of each provider in turn, in several rounds. Ratios compare rates of one round, because the machine's
    speed drifts."""
    taken = {provider: [] for provider in CREATES}
    logged = []
    for _ in range(options.rounds):
        for provider in CREATES:
            with Measured(program) as gateway:
                wrk(gateway, provider, 64, 1)
                taken[provider].append(wrk(gateway, provider, 64, options.seconds))
        with Measured(program, "--access-log", "on", drops_log=True) as gateway:
            wrk(gateway, "duro", 64, 1)
            logged.append(wrk(gateway, "duro", 64, options.seconds)[0])
    base = [rate for rate, _, _ in taken["duro"]]

    def to_duro(rates):
        return statistics.median(rate / duro for rate, duro in zip(rates, base))

    for provider, rounds in taken.items():
        rate, p99, cpu = (statistics.median(column) for column in zip(*rounds))
        figures.add(f"create_{provider}_rate", rate, "requests/s")
        figures.add(f"create_{provider}_p99", p99, "ms")
        figures.add(f"create_{provider}_cpu", cpu, "us")
        if provider != "duro":
            figures.add(f"create_{provider}_to_duro", to_duro(rate for rate, _, _ in rounds), "ratio", drifts=False)
    figures.add("access_log_on_to_off", to_duro(logged), "ratio", drifts=False)
    with Measured(program) as gateway:
        rate, _, cpu = load(gateway, [gateway.base + "/healthz"], 64, options.seconds)
    figures.add("health_rate", rate, "requests/s")
    figures.add("health_cpu", cpu, "us")


def instructions(program, figures, options):
    """Instructions a create, from the difference of two runs of different lengths, so that the start cancels out."""
    for provider in CREATES:
        totals = []
        for count in (200, 1200):
            out = os.path.join(tempfile.gettempdir(), f"bench-callgrind-{os.getpid()}")
            with Measured(program, "--loops", "1", wrap=[
                    "valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", "--quiet"]) as gateway:
                play(gateway, provider, count)
            totals.append(int(re.search(r"^(?:summary|totals): (\d+)", open(out).read(), re.M).group(1)))
            os.unlink(out)
        figures.add(f"create_{provider}_instructions", (totals[1] - totals[0]) / 1000, "instructions", drifts=False)


def allocations(program, figures, options):
    """Allocations and allocated bytes a create, from the difference of two runs, as in instructions()."""
    totals = []
    for count in (200, 1200):
        out = os.path.join(tempfile.gettempdir(), f"bench-memcheck-{os.getpid()}")
        with Measured(program, "--loops", "1", wrap=["valgrind", "--leak-check=no", f"--log-file={out}"]) as gateway:
            play(gateway, "duro", count)
        found = re.search(r"total heap usage: ([\d,]+) allocs, [\d,]+ frees, ([\d,]+) bytes", open(out).read())
        totals.append([int(number.replace(",", "")) for number in found.groups()])
        os.unlink(out)
    for index, name, unit in ((0, "create_allocations", "allocations"), (1, "create_bytes_allocated", "bytes")):
        figures.add(name, (totals[1][index] - totals[0][index]) / 1000, unit, drifts=False)


def system_calls(program, figures, options):
    out = os.path.join(tempfile.gettempdir(), f"bench-strace-{os.getpid()}")
    totals = []
    for count in (320, 3520):
        with Measured(program, "--loops", "1", wrap=["strace", "-f", "-c", "-o", out]) as gateway:
            gateway.adopt_child()
            play(gateway, "duro", count, connections=32)
        totals.append(int(re.search(r"(\d+)\s+(?:\d+\s+)?total$", open(out).read(), re.M).group(1)))
        os.unlink(out)
    figures.add("create_system_calls", (totals[1] - totals[0]) / 3200, "calls", drifts=False)


def memory(program, figures, options):
    count = 200 if options.quick else 10_000
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = min(count, hard - 200)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with Measured(program, "--connections-max", "20000") as gateway:
        load(gateway, [gateway.base + "/healthz"], 64, 1)
        before = gateway.status("RssAnon")
        idle = []
        for _ in range(count):
            connection = client.Connection(gateway.port)
            connection.ask(client.request("GET", "/healthz", host="bench"))
            idle.append(connection)
        after = gateway.status("RssAnon")
        for connection in idle:
            connection.close()
    figures.add("idle_connection_memory", (after - before) / count, "KiB", drifts=False)


def store(program, figures, options):
    """The same figures with a full store and with a new one, one after the other in many short rounds.

    Ratios compare rates of one round, because the machine's speed drifts. The median of many is taken: on a shared
    machine, a single ratio of two rates can be off by a seventh.
    """
    folder = tempfile.mkdtemp(prefix="bench-store-")
    database = os.path.join(folder, "full.db")
    try:
        with Measured(program, database=database) as gateway:
            first = json.loads(play(gateway, "duro", 1)[0])
            while stored(database) < options.sessions:
                wrk(gateway, "duro", 256, 5)
                print(f"bench: {stored(database)} of {options.sessions} sessions", file=sys.stderr, flush=True)
            figures.add("peak_memory", gateway.status("VmHWM") / 1024, "MiB", drifts=False)
        few, many, starts = [], [], []
        rounds, seconds = (1, 1) if options.quick else (3 * options.rounds, max(2, options.seconds // 2))
        for _ in range(rounds):
            with Measured(program) as gateway:
                few.append(reads_and_creates(gateway, seconds))
            with Measured(program, database=database) as gateway:
                starts.append(gateway.startup)
                many.append(reads_and_creates(gateway, seconds, first))
        figures.add("start_with_full_store", statistics.median(starts), "s", drifts=False)
        for kind in ("read", "page"):
            figures.add(f"{kind}_rate", statistics.median(rates[kind] for rates in few), "requests/s")
        for kind in ("create", "read", "page"):
            ratio = statistics.median(full[kind] / new[kind] for full, new in zip(many, few))
            figures.add(f"{kind}_full_to_empty", ratio, "ratio", drifts=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def reads_and_creates(gateway, seconds, session=None):
    """Requests a second: reads of a session by its id, of its page by its token, and at the end creates.

    Without a session, the first one made here is read. Sessions are made first, because with an empty log a read costs
    one system call more. The page is opened first as often as its timeline notes visits, because the page shows its
    events.
    """
    made = json.loads(play(gateway, "duro", 1_000)[0])
    session = session or made
    page = "/checkout/" + session["token"]
    with client.Connection(gateway.port, SECONDS_MAX) as connection:
        for _ in range(100):
            connection.ask(client.request("GET", page))
    rates = {
        "read": read(gateway, "/v1/checkout/sessions/" + session["id"], seconds),
        "page": read(gateway, page, seconds),
    }
    wrk(gateway, "duro", 64, 1)
    rates["create"] = wrk(gateway, "duro", 64, seconds)[0]
    return rates


def stored(database):
    import sqlite3
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT ifnull(max(number), 0) FROM sessions").fetchone()[0]
    finally:
        connection.close()


def read(gateway, path, seconds):
    """Requests a second for one session, by its public id or by the token of its page."""
    script = os.path.join(gateway.folder, "read.lua")
    with open(script, "w") as file:
        file.write(f'wrk.headers["Authorization"] = {json.dumps(CREATES["duro"][1]["Authorization"])}\n')
    return load(gateway, ["-s", script, gateway.base + path], 64, seconds)[0]


PARTS = {
    "rates": rates, "instructions": instructions, "allocations": allocations, "system-calls": system_calls,
    "memory": memory, "store": store,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--sessions", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    if min(options.rounds, options.seconds, options.sessions) < 1:
        sys.exit("bench: --rounds, --seconds and --sessions have to be 1 or more")
    if options.quick:
        options.sessions, options.seconds, options.rounds = 1_000, 1, 1
    names = options.only.split(",")
    if set(names) - set(PARTS):
        sys.exit(f"bench: --only takes these names: {', '.join(PARTS)}")
    if options.quick and options.only == ",".join(PARTS):
        names = ["rates", "system-calls", "memory", "store"]
    figures = Figures(not options.quick)
    for name in names:
        PARTS[name](options.program, figures, options)
    if options.update:
        update(figures)
    if figures.worse and not options.quick:
        print(f"bench: worse than Tests/Benchmarks.json allows: {', '.join(figures.worse)}")
        return 1
    print(f"bench: {len(figures.values)} figures, none worse than Tests/Benchmarks.json allows"
          if not options.quick else f"bench: {len(figures.values)} figures, measured briefly and not compared")
    return 0


def update(figures):
    """Writes bounds a tenth above or below the measured figures; fixed goals stay unchanged."""
    bounds = figures.thresholds
    for name, figure in figures.values.items():
        bound = bounds.get(name, {})
        if figure["drifts"] or bound.get("goal"):
            continue
        side, share = ("least", 0.9) if "least" in bound else ("most", 1.1)
        bounds[name] = {side: float(f"{figure['value'] * share:.3g}")}
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(bound)}" for name, bound in bounds.items())
    with open(THRESHOLDS, "w") as file:
        file.write("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as reason:
        sys.exit(f"bench: {reason}")
