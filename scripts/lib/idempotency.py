"""Kills a gateway in the middle of keyed creates and starts it again; scripts/idempotency starts it."""

import json
import queue
import random
import signal
import sqlite3
import sys
import tempfile
import threading
import time

import client
import providers
from gateway import Failed, Gateway

DURO = providers.named("duro").token
KEYS, CALLS, THREADS = 100, 1_000, 16

program, fixture, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
faults = []


def create(connection, key):
    body = json.dumps({"amount": key + 1, "metadata": {"key": key}}).encode()
    answer = connection.ask(
        client.request("POST", "/v1/checkout/sessions", body, [f"Idempotency-Key: key-{key}"], DURO))
    return answer.status, answer.body, answer.field("Idempotency-Replayed") == "true"


class Answers:
    """The answers under each key, and whether the calls may end early."""

    def __init__(self, enough):
        self.lock = threading.Lock()
        self.enough = enough
        self.reached = threading.Event()
        self.count = 0
        self.bodies = {}

    def note(self, key, status, body):
        with self.lock:
            self.count += 1
            if status != 201:
                faults.append(f"key {key}: status {status}")
            elif self.bodies.setdefault(key, body) != body:
                faults.append(f"key {key}: two answers")
            if self.count >= self.enough:
                self.reached.set()


def play(port, answers, is_killed):
    """Makes all calls, in any order. A connection that breaks ends its thread; it is a fault unless the gateway was
    killed."""
    calls = [call % KEYS for call in range(CALLS)]
    random.shuffle(calls)
    work = queue.SimpleQueue()
    for key in calls:
        work.put(key)

    def broke(where, error):
        if not (is_killed and answers.reached.is_set()):
            faults.append(f"{where}: {type(error).__name__}: {error}")

    def run():
        try:
            connection = client.Connection(port)
        except OSError as error:
            broke("no connection", error)
            return
        while True:
            try:
                key = work.get_nowait()
            except queue.Empty:
                return
            try:
                while True:
                    status, body, _ = create(connection, key)
                    if status != 409:
                        break
                    time.sleep(0.002)
            except OSError as error:
                broke(f"key {key}", error)
                return
            answers.note(key, status, body)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    return threads


def killed(gateway):
    """Kills the gateway in the middle of the calls; returns the answers that it had given by then."""
    answers = Answers(enough=random.randrange(20, KEYS * 3))
    threads = play(gateway.port, answers, is_killed=True)
    if not answers.reached.wait(timeout=600):
        faults.append(f"only {answers.count} answers in ten minutes")
    gateway.kill()
    for thread in threads:
        thread.join()
    return answers


def holds_to(before, gateway):
    """Makes all calls again, and those that were answered before a third time."""
    answers = Answers(enough=CALLS)
    answers.bodies.update(before.bodies)
    for thread in play(gateway.port, answers, is_killed=False):
        thread.join()
    if answers.count != CALLS:
        faults.append(f"{answers.count} of {CALLS} calls were answered")
    with client.Connection(gateway.port) as connection:
        for key, body in before.bodies.items():
            if create(connection, key) != (201, body, True):
                faults.append(f"key {key}: an acknowledged answer was not given again")


def counts(database):
    with sqlite3.connect(database) as store:
        sessions = store.execute("SELECT count(*), count(DISTINCT amount) FROM sessions").fetchone()
        claims = store.execute("SELECT count(*), count(DISTINCT session) FROM idempotency").fetchone()
    if sessions != (KEYS, KEYS) or claims != (KEYS, KEYS):
        faults.append(f"{sessions[0]} sessions and {claims[0]} claims of {KEYS} keys")


# A signal raises an exception, so that a run that is stopped also ends the processes that it started.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
for number in range(1, rounds + 1):
    with tempfile.TemporaryDirectory(prefix="idempotency-") as folder:
        gateway = Gateway(program, fixture, folder)
        try:
            before = killed(gateway.listening())
            gateway.start()
            holds_to(before, gateway.listening())
        except Failed as reason:
            sys.exit(f"idempotency: {reason}")
        finally:
            code = gateway.stop()
        if code != 0:
            faults.append(f"the gateway ended with {code}")
        counts(gateway.database)
    print(
        f"idempotency: round {number}: killed after {before.count} answers, {len(before.bodies)} keys acknowledged",
        flush=True)

for fault in faults[:20]:
    print(f"idempotency: {fault}")
print(f"idempotency: {'FAILED' if faults else 'one session for each key, and every answer came again'}")
sys.exit(1 if faults else 0)
