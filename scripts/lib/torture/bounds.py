"""Attacks on descriptors, deadlines and memory: attackers cost little, and honest callers do not notice them."""

import re
import select
import shutil
import socket
import subprocess
import time

import client
import keyed
import patience
from case import Gateway, Skipped, eventually, folder, require
from load import Load, measure_in_child


def descriptors(quick):
    """many more idle connections than descriptors"""
    # Long enough that no connection times out while the processor's load is measured.
    idle_seconds, count = (6, 100) if quick else (10, 200)
    gateway = Gateway(f"{folder()}/gateway.db", "--idle-timeout", str(idle_seconds), files=64).listening()
    with client.Connection(gateway.port) as honest:
        require(honest.ask(keyed.create("a0z")).status == 201, "no answer before")
        started = time.monotonic()
        idle = [client.Connection(gateway.port) for _ in range(count)]
        eventually(lambda: gateway.descriptors() >= 60, "not all descriptors are in use, so nothing is proven", idle_seconds)
        held = gateway.descriptors()
        before, since = gateway.processor_seconds(), time.monotonic()
        for _ in range(5):
            time.sleep(0.3)
            # This connection sends a request now and then, so that it does not become idle.
            answer = honest.ask(keyed.create("a1z"))
            require(answer.status == 201, f"{answer.status} on a connection that was there before")
        share = (gateway.processor_seconds() - before) / (time.monotonic() - since)
        require(share < 0.05, f"the processor is busy at {share:.0%}")
        # No client closes a connection. Accepted ones time out, and then waiting ones are accepted.
        late = client.ask(gateway.port, keyed.create("a2z"), seconds=6 * idle_seconds + patience.SECONDS)
        require(late.status == 201, f"{late.status} for a client that waited")
        waited = time.monotonic() - started
    idle += [client.Connection(gateway.port) for _ in range(count)]
    time.sleep(0.3)
    for connection in idle:
        connection.close()
    recovered = eventually(
        lambda: client.ask(gateway.port, keyed.create(f"a{time.monotonic_ns()}z")).status == 201, "no recovery")
    eventually(lambda: gateway.descriptors() <= 30, "descriptors stay in use")
    require(gateway.stop() == 0, "the stop did not end with 0")
    return (f"{held} descriptors in use of 64 by {count} connections, processor {share:.1%}, an open connection answered in "
            f"{answer.seconds * 1e3:.1f} ms, a new one let in after {waited:.1f} s by the idle timeout of {idle_seconds} s, "
            f"and {recovered * 1e3:.0f} ms after all went")


ROUNDS_MAX = 6


class Round:
    """One attack, with honest callers at the attacked gateway and at one that is not attacked."""

    def __init__(self, p99, spared_p99, descriptors, is_available):
        self.p99, self.spared_p99, self.descriptors = p99, spared_p99, descriptors
        self.is_available = is_available

    def holds(self):
        """Whether the attack does no harm. A busy machine slows both gateways alike, so the other gateway's latency is
        the measure, plus a quarter of a second for chance. An attack that blocks callers costs them a second."""
        return self.is_available and self.p99 <= 3 * self.spared_p99 + 0.25

    def __str__(self):
        beside = "" if self.is_available else ", which the attacker found unavailable"
        return f"{self.p99 * 1e3:.1f} ({self.spared_p99 * 1e3:.1f} at the other gateway{beside})"


def slow_clients(quick):
    """slowloris, slow body, slow read"""
    if not shutil.which("slowhttptest"):
        raise Skipped("there is no slowhttptest")
    seconds = 3 if quick else 20
    gateway = Gateway(
        f"{folder()}/gateway.db", "--head-timeout", "3", "--body-timeout", "3", "--write-timeout", "3",
        "--idle-timeout", "30").listening()
    spared = Gateway(f"{folder()}/gateway.db").listening()
    identifiers = {
        port: client.ask(port, keyed.create("s0z")).json()["id"] for port in (gateway.port, spared.port)}
    base = f"http://127.0.0.1:{gateway.port}"
    common = ["slowhttptest", "-c", "200", "-r", "200", "-l", str(seconds), "-p", "10"]
    attacks = [
        ("slow head", [*common, "-H", "-i", "1", "-u", f"{base}/healthz"]),
        ("slow body", [*common, "-B", "-i", "1", "-s", "8192", "-x", "24", "-u", f"{base}/v1/checkout/sessions"]),
        ("slow read", [*common, "-X", "-w", "1", "-y", "8", "-n", "1", "-z", "32", "-k", "3",
                       "-u", f"{base}/openapi/meteroid.yaml"]),
    ]

    def measure(port, seconds):
        def make(number):
            return keyed.create(f"s{number}z") if number % 2 else keyed.retrieve(identifiers[port])

        return measure_in_child(port, 4, make, 200, seconds)

    def attacked(name, command):
        attack = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            time.sleep(0.2)
            ends = time.monotonic() + seconds - 1
            waits = [measure(port, seconds - 1) for port in (gateway.port, spared.port)]
            most = 0
            while time.monotonic() < ends:
                most = max(most, gateway.descriptors())
                time.sleep(0.05)
            (statuses, p99, _, lost), (_, beside, _, _) = (wait() for wait in waits)
            said = re.sub(r"\x1b\[[0-9;]*m", "", attack.communicate(timeout=patience.SECONDS)[0].decode(errors="replace"))
        finally:
            attack.kill()
        require(set(statuses) <= {200, 201} and lost == 0, f"{name}: honest answers {statuses}, {lost} lost")
        eventually(lambda: gateway.descriptors() < 40, f"{name}: connections stay")
        return Round(p99, beside, most, re.search(r"service available: +YES", said))

    figures = []
    for name, command in attacks:
        rounds = []
        # A machine that stands still during one of the two loads spoils one round; an attack that works spoils every
        # round.
        while not rounds or (not rounds[-1].holds() or rounds[-1].descriptors <= 150) and len(rounds) < ROUNDS_MAX:
            rounds.append(attacked(name, command))
        said = f"{name} p99 in ms {', then '.join(map(str, rounds))}"
        require(rounds[-1].holds(), f"honest: {said}")
        require(rounds[-1].descriptors > 150, f"{name}: only {rounds[-1].descriptors} descriptors in use, so nothing is proven")
        figures.append(f"{said}, {rounds[-1].descriptors} descriptors")
    require(gateway.stop() == 0 and spared.stop() == 0, "the stop did not end with 0")
    return "200 connections each; honest: " + "; ".join(figures) + "; all slow ones closed by the gateway"


def never_reading(quick):
    """clients that pipeline and never read"""
    count = 50
    gateway = Gateway(f"{folder()}/gateway.db", "--write-timeout", "2", "--idle-timeout", "600").listening()
    client.ask(gateway.port, keyed.create("n0z"))
    before = gateway.resident()
    data = client.request("GET", "/openapi/meteroid.yaml") * 50
    poller, open_links, sent = select.epoll(), {}, 0
    started = time.monotonic()
    for _ in range(count):
        link = socket.socket()
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.connect(("127.0.0.1", gateway.port))
        link.setblocking(False)
        poller.register(link, select.EPOLLOUT | select.EPOLLRDHUP)
        open_links[link.fileno()] = link
    most, ends = before, []
    while open_links and time.monotonic() - started < 4 * patience.SECONDS:
        for number, event in poller.poll(0.1):
            try:
                if event & (select.EPOLLHUP | select.EPOLLERR | select.EPOLLRDHUP):
                    raise ConnectionError
                sent += open_links[number].send(data)
            except BlockingIOError:
                pass
            except OSError:
                poller.unregister(number)
                open_links.pop(number).close()
                ends.append(time.monotonic() - started)
        most = max(most, gateway.resident())
    require(not open_links, f"{len(open_links)} of {count} are still connected after {4 * patience.SECONDS} s")
    grown = most - before
    require(grown < count * 400_000, f"memory grew by {grown >> 20} MiB")
    require(client.ask(gateway.port, keyed.create("n1z")).status == 201, "no answer afterwards")
    require(gateway.stop() == 0, "the stop did not end with 0")
    return (f"{count} clients sent {sent >> 10} KiB of requests and read nothing: all closed within {max(ends):.1f} s "
            f"(write timeout 2 s), memory grew by {grown / 1048576:.1f} MiB at most")


DOLLR = b'{"source_id":1,"source_type":"ORDER"}'
MALFORMED = [
    b"GET /healthz HTTP/1.1\r\nHost: a\r\nbad line\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"POST /v1/checkout/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
]


def memory(quick):
    """mixed requests, one in a hundred malformed"""
    first, count = (3_000, 20_000) if quick else (10_000, 100_000)
    gateway = Gateway(f"{folder()}/gateway.db", "--access-log", "on").listening()
    known = [client.ask(gateway.port, keyed.create("m0z")).json()["id"]]
    resident = {}

    def note(_, answer):
        if answer.status == 201 and len(known) < 5_000:
            known.append(answer.json()["id"])

    def make(number):
        if number in (first, count * 2 // 3):
            resident[number] = gateway.resident()
        if number % 100 == 99:
            return MALFORMED[number // 100 % len(MALFORMED)]
        kind = number % 10
        if kind < 5:
            return keyed.create(f"m{number}z")
        if kind < 7:
            return keyed.retrieve(known[number % len(known)])
        if kind == 7:
            return client.request("POST", "/dollr/v1/sessions/checkout", DOLLR, token="dollr-conformance-token")
        if kind == 8:
            body = b'{"amount":"x","metadata":[]}' if number % 20 > 9 else b"{"
            return client.request("POST", keyed.PATH, body, token=keyed.TOKEN)
        return client.request("GET", "/readyz" if number % 20 > 9 else "/nowhere")

    load = Load(gateway.port, 16, make, note).run(count=count)
    resident[count] = gateway.resident()
    answered = sum(load.statuses.values())
    require(answered == count, f"only {answered} of {count} were answered: {dict(load.statuses)}")
    require(load.statuses[500] + load.statuses[503] == 0, f"answers: {dict(load.statuses)}")
    ratio = resident[count] / resident[first]
    require(ratio <= 1.1 or quick and ratio <= 1.25, f"memory {ratio:.2f} times that after {first}: {resident}")
    require(gateway.stop() == 0, "the stop did not end with 0")
    middle = resident[count * 2 // 3]
    return (f"{count} requests, {load.statuses[400] + load.statuses[505]} answered 400 or 505; resident after {first}: "
            f"{resident[first] / 1048576:.1f} MiB, after {count * 2 // 3}: {middle / 1048576:.1f} MiB, at the end "
            f"{resident[count] / 1048576:.1f} MiB, ratio {ratio:.3f}")
