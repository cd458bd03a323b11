"""Webhooks: how many events a second reach a receiver, and what endpoints cost those who make sessions."""

import contextlib
import json
import os
import statistics
import subprocess
import tempfile
import time

import client
from counts import count_instructions
from gateway import Failed
from measured import CONFIG, SECONDS_MAX, Measured, create
from store import stored

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hooks")
ADMIN = "gw_admin_bench_000000000000000000000000"
SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
# How often instructions are counted.
COUNTS = 5


def webhooks(program, figures, options):
    with tempfile.TemporaryDirectory(prefix="bench-webhooks-") as folder:
        rates(program, folder, figures, options)
        if not options.quick:
            creates(program, folder, figures)
        idle(program, configuration(folder, "idle"), figures, options)


def configuration(folder, name, **members):
    """The settings of the benchmarks, with these beside them, in a new file; returns its path. Webhooks may go to
    loopback addresses."""
    settings = json.loads(CONFIG.read_text())
    settings["credentials"].append({"provider": "gateway", "secret": ADMIN})
    settings["webhook_networks_allow"] = ["127.0.0.0/8"]
    settings["webhook_secret_keys"] = [{"id": "bench", "file": written(folder, "key", "5c" * 32)}]
    return written(folder, f"{name}.json", json.dumps({**settings, **members}))


def written(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(text)
    return path


def rates(program, folder, figures, options):
    """Events a second from the gateway, and from a loop in Go that signs, posts and records one event after the other.
    Both have the same receiver and the same body. Ratios compare rates of one round, because the machine's speed
    drifts.
    """
    hooks = build(folder)
    count = 1_000 if options.quick else 20_000
    config = configuration(folder, "rates")
    ours, loops, costs = [], [], []
    with Measured(program, config=config) as gateway:
        for _ in range(options.rounds):
            rate, cost, body = deliver(gateway, hooks, count)
            ours.append(rate)
            costs.append(cost)
            loops.append(loop(folder, hooks, body, count))
    figures.add("webhook_rate", statistics.median(ours), "events/s")
    figures.add("webhook_cpu", statistics.median(costs), "us")
    figures.add("webhook_loop_rate", statistics.median(loops), "events/s")
    ratio = statistics.median(rate / base for rate, base in zip(ours, loops))
    figures.add("webhook_to_loop", ratio, "ratio", drifts=False)


def build(folder):
    """Builds the receiver and the loop; returns the path of the program."""
    path = os.path.join(folder, "hooks")
    subprocess.run(
        ["go", "build", "-o", path, "."], cwd=SOURCES, check=True, timeout=SECONDS_MAX * 3,
        env={**os.environ, "GO111MODULE": "off", "GOFLAGS": ""})
    return path


class Receiver:
    """A receiver of so many events. It reads none of them before it is told to begin."""

    def __init__(self, hooks, count):
        self.count = count
        self.process = subprocess.Popen(
            [hooks, "receive", str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = f"http://127.0.0.1:{self.process.stdout.readline().split()[1]}/hook"

    def begin(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def rate(self):
        """Events a second from the first to the last event."""
        try:
            said, _ = self.process.communicate(timeout=SECONDS_MAX * 2)
        except subprocess.TimeoutExpired:
            raise Failed(f"the receiver has not got {self.count} events within {SECONDS_MAX * 2} s") from None
        return (self.count - 1) / float(said.split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def ask(gateway, method, path, body=None, status=200):
    """The JSON of an answer of the gateway's own API; None if it has no body."""
    answer = client.ask(gateway.port, client.request(
        method, "/gateway/v1/webhooks/" + path, None if body is None else json.dumps(body).encode(), token=ADMIN))
    if answer.status != status:
        raise Failed(f"{method} {path} was answered with {answer.status}: {answer.body[:300]}")
    return answer.json() if answer.body else None


def deliver(gateway, hooks, count):
    """Delivers so many events of new sessions; returns events a second, CPU microseconds an event, and the body of one
    of them.

    The receiver answers nothing while the sessions are made, so that all events are there before the first one is
    delivered. That takes less time than the gateway waits for an answer.
    """
    with Receiver(hooks, count) as receiver:
        endpoint = ask(gateway, "POST", "endpoints", {
            "url": receiver.url, "format": "gateway", "events": ["checkout.session.created"], "secret": SECRET}, 201)
        place = "endpoints/" + endpoint["id"]
        first = stored(gateway.database)
        while stored(gateway.database) < first + count:
            create(gateway, "duro", 64, 1)
        before = gateway.processor_seconds()
        receiver.begin()
        rate = receiver.rate()
        cost = (gateway.processor_seconds() - before) / count * 1e6
        one = ask(gateway, "GET", f"deliveries?endpoint={endpoint['id']}&limit=1")["data"][0]
        body = ask(gateway, "GET", f"deliveries/{one['id']}")["body"]
        ask(gateway, "DELETE", place, status=204)
    return rate, cost, body


def loop(folder, hooks, body, count):
    """Events a second from the loop in Go."""
    record = os.path.join(folder, "record")
    with Receiver(hooks, count) as receiver:
        sender = subprocess.Popen(
            [hooks, "send", receiver.url, written(folder, "body", body), SECRET, record, str(count)])
        try:
            receiver.begin()
            return receiver.rate()
        finally:
            sender.kill()
            sender.wait()
            with contextlib.suppress(FileNotFoundError):
                os.unlink(record)


def creates(program, folder, figures):
    """The instructions of a create beside an endpoint that hears of completions, which no create is.

    How many creates share a commit varies, and with it a count by a hundredth, so each is counted several times.
    """
    endpoint = {
        "url": "http://127.0.0.1:9/hook", "format": "gateway", "events": ["checkout.session.completed"],
        "secret_file": written(folder, "secret", SECRET),
    }
    configs = configuration(folder, "without"), configuration(folder, "beside", webhooks=[endpoint])
    without, beside = zip(*(
        [count_instructions(program, "duro", 3_000, config) for config in configs] for _ in range(COUNTS)))
    ratio = statistics.median(beside) / statistics.median(without)
    figures.add("create_beside_endpoint_instructions", statistics.median(beside), "instructions", drifts=False)
    figures.add("create_beside_endpoint_to_without", ratio, "ratio", drifts=False)


def idle(program, config, figures, options):
    """How long a gateway takes to listen, and its memory two seconds later."""
    starts, sizes = [], []
    for _ in range(1 if options.quick else 3 * options.rounds):
        with Measured(program, config=config) as gateway:
            starts.append(gateway.startup)
            time.sleep(0 if options.quick else 2)
            sizes.append(gateway.status("RssAnon") / 1024)
    figures.add("start", statistics.median(starts), "s")
    figures.add("idle_memory", statistics.median(sizes), "MiB", drifts=False)
