"""A stop, a second stop, and a gateway that takes over from another."""

import os
import signal
import subprocess
import time

import client
import keyed
import ledger
import patience
from case import BUSY, CONFIGURATION, DATABASE, PROGRAM, Failed, Gateway, eventually, folder, refused, require
from chance import draw

# Longer than any wait of a case: a connection that ends sooner is not ended by these deadlines.
PATIENT = ["--drain-timeout", "600", "--body-timeout", "600"]
LOCK = ["--lock-timeout", "600"]
HALF = b"POST /v1/checkout/sessions HTTP/1.1\r\nHost: gateway.test\r\nAuthorization: Bearer " + keyed.TOKEN.encode()


def half_sent(port, key):
    """Sends a create with half its body, and waits until the gateway has read that; returns the connection and the
    other half."""
    body = keyed.create_body(key)
    link = client.Connection(port)
    link.send(HALF + b"\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n" % len(body))
    require(link.answer().status == 100, "no 100 (Continue)")
    link.send(body[:5])
    return link, body[5:]


def under_load(quick):
    """SIGTERM under load"""
    rounds = 3 if quick else 20
    place = folder()
    database = f"{place}/gateway.db"
    everything, slowest, slowest_idle = {}, 0.0, 0.0
    chance = draw()
    for number in range(rounds):
        gateway = Gateway(database, *PATIENT).listening()
        wait, paths = ledger.clients(gateway.port, place, number, processes=3, connections=4)
        idle = [client.Connection(gateway.port) for _ in range(50)]
        link, rest = half_sent(gateway.port, f"half{number}z")
        time.sleep(chance.uniform(0.1, 0.5))
        started = time.monotonic()
        gateway.signal(signal.SIGTERM)
        # The other request is still open, so the gateway's end cannot be what ends them.
        for connection in idle:
            seconds = connection.ended()
            require(seconds is not None, "an idle connection is kept open")
            slowest_idle = max(slowest_idle, seconds)
        link.send(rest)
        answer = link.answer()
        require(answer.status == 201 and answer.closes, f"the request in flight: {answer.status} {answer.head}")
        link.close()
        require(gateway.end() == 0, "the exit code is not 0")
        require(not os.path.exists(database + "-wal"), "the log was not copied into the database file")
        slowest = max(slowest, time.monotonic() - started)
        wait()
        everything |= ledger.read(paths) | {f"half{number}z": answer.json()["id"]}
        stored = ledger.check_database(database, everything)
        require(stored == len(everything), f"{stored} are stored and {len(everything)} were answered")
    return (f"{rounds} stops, {len(everything)} answered and exactly these stored, exit 0, idle connections closed within "
            f"{slowest_idle:.2f} s, the whole stop within {slowest:.2f} s")


def notice(quick):
    """/readyz says 503 while new connections are still taken"""
    seconds = 3
    database = f"{folder()}/gateway.db"
    gateway = Gateway(database, "--stop-notice", str(seconds)).listening()
    seen, made = [], 0
    started = None
    while True:
        if started is None and len(seen) >= 20:
            started = time.monotonic()
            gateway.signal(signal.SIGTERM)
        try:
            answer = client.ask(gateway.port, client.request("GET", "/readyz"))
            seen.append(answer.status)
            if answer.status == 503:
                require(answer.field("Retry-After") is not None, "no Retry-After")
                made += client.ask(gateway.port, keyed.create(f"b{len(seen)}z")).status == 201
        except OSError:
            seen.append(0)
            break
        require(started is None or time.monotonic() - started < patience.SECONDS, "it never stops")
        time.sleep(0.01)
    took = time.monotonic() - started
    require(gateway.end() == 0, "the exit code is not 0")
    shape = [status for place, status in enumerate(seen) if place == 0 or seen[place - 1] != status]
    require(shape == [200, 503, 0], f"the order was {shape}")
    require(took >= seconds, f"refused after {took:.2f} s")
    stored = ledger.check_database(database, {})
    require(stored >= made and made > 0, f"{made} made while it stopped, {stored} stored")
    return f"{seen.count(200)} times 200, then {seen.count(503)} times 503 for {took:.2f} s with {made} creates taken, then refused"


def cut_short(quick):
    """a second signal"""
    rounds = 3 if quick else 20
    place = folder()
    database = f"{place}/gateway.db"
    everything, slowest = {}, 0.0
    chance = draw()
    for number in range(rounds):
        gateway = Gateway(database, *PATIENT).listening()
        wait, paths = ledger.clients(gateway.port, place, number, processes=2, connections=4)
        link, _ = half_sent(gateway.port, f"half{number}z")
        time.sleep(0.2)
        gateway.signal(signal.SIGTERM)
        time.sleep(chance.uniform(0.0, 0.3))
        if number % 2 == 0:
            eventually(lambda: "second signal" in gateway.errors(), "it does not say what a second signal does")
        require(gateway.is_running(), "it did not wait")
        started = time.monotonic()
        gateway.signal(signal.SIGINT if number % 2 else signal.SIGTERM)
        if number % 2 == 0:
            # The kernel merges a second signal with the first if the first was not delivered yet; a third comes later.
            time.sleep(0.1)
            gateway.signal(signal.SIGTERM)
        code = gateway.end()
        require(code == 0, f"exit {code}: {gateway.errors()}")
        slowest = max(slowest, time.monotonic() - started)
        wait()
        link.close()
        everything |= ledger.read(paths)
        ledger.check_database(database, everything)
    gateway = Gateway(database).listening()
    ledger.check_answers(gateway.port, everything)
    require(gateway.stop() == 0, "the stop did not end with 0")
    return f"{rounds} stops cut short within {slowest:.2f} s, exit 0, {len(everything)} acknowledged and all there"


def bounded_drain(quick):
    """a request in flight that never ends"""
    gateway = Gateway(f"{folder()}/gateway.db", "--drain-timeout", "1.5", "--body-timeout", "600").listening()
    links = [half_sent(gateway.port, f"half{number}z")[0] for number in range(10)]
    started = time.monotonic()
    require(gateway.stop() == 0, "the exit code is not 0")
    took = time.monotonic() - started
    require(took >= 1.5, f"the drain of 1.5 s took {took:.2f} s")
    require("10 connections were cut off" in gateway.errors(), f"it does not say so: {gateway.errors()}")
    del links
    return f"drain of 1.5 s ended after {took:.2f} s, exit 0, and it says that 10 connections were cut off"


def take_over(quick):
    """a new gateway takes over from one that drains"""
    rounds = 2 if quick else 10
    place = folder()
    database, port = f"{place}/gateway.db", client.free_port()
    everything, gaps = {}, []
    old = Gateway(database, *PATIENT, *LOCK, port=port).listening()
    for number in range(rounds):
        wait, paths = ledger.clients(port, place, number, processes=2, connections=4)
        link, rest = half_sent(port, f"half{number}z")
        time.sleep(0.3)
        old.signal(signal.SIGTERM)
        new = Gateway(database, *PATIENT, *LOCK, port=port)
        eventually(lambda: "Waiting up to 600 s" in new.errors(), "the new one does not say that it waits")
        require(f"process {old.pid}" in new.errors(), f"it does not say for which process: {new.errors()}")
        require(old.is_running() and new.is_running(), "one of the two has ended")
        time.sleep(0.3)
        require("listening" not in new.text(new.out), "both serve")
        link.send(rest)
        answer = link.answer()
        require(answer.status == 201, f"the request in flight: {answer.status}")
        require(old.end() == 0, "the exit code is not 0")
        ended = time.monotonic()
        new.listening()
        require(new.port == port, "another port")
        gaps.append(time.monotonic() - ended)
        wait()
        made = ledger.read(paths) | {f"half{number}z": answer.json()["id"]}
        ledger.check_answers(port, made)
        everything |= made
        old = new
    require(old.stop() == 0, "the last exit code is not 0")
    require(ledger.check_database(database, everything) == len(everything), "more is stored than was answered")
    return (f"{rounds} hand-overs on one port, {len(everything)} acknowledged and all there; listens again within "
            f"{max(gaps):.2f} s of the old one's end")


def one_writer(quick):
    """two gateways and one database"""
    place = folder()
    database = f"{place}/gateway.db"
    gateway = Gateway(database).listening()
    os.symlink(database, f"{place}/alias.db")
    lines = []
    for name, path in [("same path", database), ("symbolic link", f"{place}/alias.db"),
                       ("another spelling", f"{place}/../{os.path.basename(place)}/./gateway.db")]:
        for waits in ("0", "1"):
            started = time.monotonic()
            code, said = refused(path, "--lock-timeout", waits)
            took = time.monotonic() - started
            require(code == BUSY and f"process {gateway.pid}" in said, f"{name}: exit {code}: {said}")
            require(took >= float(waits), f"{name}: after {took:.2f} s")
            require(waits == "0" or "Waiting up to 1 s" in said, f"{name}: {said}")
        lines.append(f"{name} {code}")
    os.link(database, f"{place}/hard.db")
    code, said = refused(f"{place}/hard.db", "--lock-timeout", "0")
    require(code in (DATABASE, BUSY) and "hard link" in said, f"hard link: exit {code}: {said}")
    lines.append(f"hard link {code}")
    os.unlink(f"{place}/hard.db")
    command = subprocess.run(
        [PROGRAM, "keys", "create", "--provider", "duro", "--config", CONFIGURATION, "--database", database],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=patience.SECONDS)
    require(command.returncode == BUSY, f"keys create: exit {command.returncode}")
    waiting = Gateway(database, *LOCK)
    eventually(lambda: "Waiting up to" in waiting.errors(), "it does not say that it waits")
    started = time.monotonic()
    require(waiting.stop() == BUSY, "a gateway that is stopped while it waits does not exit with 75")
    called_off = time.monotonic() - started
    require(client.ask(gateway.port, keyed.create("still0z")).status == 201, "the first one no longer serves")
    require(gateway.stop() == 0, "the stop did not end with 0")
    races = 5 if quick else 40
    for _ in range(races):
        several = [Gateway(database, "--lock-timeout", "0") for _ in range(3)]
        codes = []
        for one in several:
            try:
                one.listening()
                codes.append("serves")
            except Failed:
                codes.append(one.end())
        require(sorted(map(str, codes)) == ["75", "75", "serves"], f"three at once: {codes}")
        for one in several:
            one.kill()
    return (f"exit codes: {', '.join(lines)}, keys create 75; stopped while waiting after {called_off:.2f} s; "
            f"{races} races of three: always one")
