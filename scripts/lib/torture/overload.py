"""More requests than the gateway can serve: it refuses quickly and in shape, does no less work, and recovers by
itself."""

import re
import sqlite3
import subprocess
import time

import client
import keyed
from case import Gateway, eventually, folder, require, strace
from durability import check_unavailable
from load import Load


def refusals(quick):
    """four times as many creates as the disk takes"""
    place = folder()
    # A disk that needs 20 ms for a sync, with at most 8 rows in each: its limit is far below that of this client.
    gateway = Gateway(
        f"{place}/gateway.db", "--pending-writes-max", "32", "--batch-rows-max", "8",
        wrap=strace(f"{place}/trace", "--trace=fdatasync", "--inject=fdatasync:delay_enter=20000")).listening()
    keys = iter(range(10**9))

    def make(_):
        return keyed.create(f"o{next(keys)}z")

    rates = {}
    for connections in (8, 16, 24):
        load = Load(gateway.port, connections, make).run(seconds=3)
        require(load.statuses[503] == 0, f"refused with {connections} connections")
        rates[connections] = load.statuses[201] / load.elapsed
    best = max(rates.values())
    samples = []
    load = Load(
        gateway.port, 256, make, lambda _, answer: samples.append(answer) if answer.status != 201 else None,
        rate=4 * best).run(seconds=10)
    offered = sum(load.statuses.values()) / load.elapsed
    goodput = load.statuses[201] / load.elapsed
    require(set(load.statuses) == {201, 503} and load.broken == 0, f"{dict(load.statuses)}, {load.broken} broken")
    for answer in samples[::max(1, len(samples) // 200)]:
        check_unavailable(answer)
    refused_p99, accepted_p99 = load.p99(503), load.p99(201)
    require(offered >= 2 * best, f"the client offered {offered:.0f}/s only, so nothing is proven")
    require(goodput >= 0.5 * best, f"{goodput:.0f}/s of {best:.0f}/s")
    # A refused client does not wait for the disk, unlike those that are accepted at the same time.
    require(refused_p99 < accepted_p99, f"p99 of refusals {refused_p99 * 1e3:.0f} ms, of creates {accepted_p99 * 1e3:.0f} ms")

    def takes_all():
        return Load(gateway.port, 8, make).run(seconds=0.5).statuses[503] == 0

    recovered = eventually(takes_all, "creates are still refused after the overload")
    after = Load(gateway.port, 8, make).run(seconds=3)
    require(after.statuses[503] == 0, f"refused again: {dict(after.statuses)}")
    ratio = after.statuses[201] / after.elapsed / rates[8]
    require(ratio >= 0.5, f"it did not recover: {ratio:.2f} of what it did before")
    require(gateway.stop() == 0, "the stop did not end with 0")
    return (f"best {best:.0f}/s; at {offered:.0f}/s offered ({offered / best:.1f} times) {goodput:.0f}/s done, ratio "
            f"{goodput / best:.2f}; {load.statuses[503]} refused, p99 {refused_p99 * 1e3:.1f} ms, accepted p99 "
            f"{accepted_p99 * 1e3:.0f} ms; none is refused {recovered:.1f} s "
            f"after it was over, then {ratio:.2f} of what it did before with 8 connections")


SCRIPT = """
wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer %s"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"amount":5000,"metadata":{"key":"w"}}'
wrk.path = "%s"
"""


def goodput(quick):
    """connections at four times saturation"""
    place = folder()
    with open(f"{place}/post.lua", "w") as file:
        file.write(SCRIPT % (keyed.TOKEN, keyed.PATH))
    gateway = Gateway(f"{place}/gateway.db").listening()
    counted = []

    def rate(connections, seconds):
        out = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", f"{place}/post.lua",
             f"http://127.0.0.1:{gateway.port}/"], stdout=subprocess.PIPE, check=True).stdout.decode()
        total = int(re.search(r"(\d+) requests in", out).group(1))
        other = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
        good = total - int(other.group(1) if other else 0)
        counted.append(good)
        return good / seconds

    rate(16, 2)
    rates = {connections: rate(connections, 2) for connections in (8, 32, 64, 128, 256)}
    saturation = min(count for count, value in rates.items() if value >= 0.95 * max(rates.values()))
    # Rounds, so that other work on the machine slows all loads alike. Each round gives a ratio, and the median counts.
    turns = [[rate(times * saturation, 2) for times in (1, 4, 16)] for _ in range(5)]
    four, sixteen = (sorted(turn[place] / turn[0] for turn in turns)[2] for place in (1, 2))
    require(four >= 0.5, f"ratio {four:.2f} at 4 times {saturation} connections: {turns}")
    require(gateway.stop() == 0, "the stop did not end with 0")
    with sqlite3.connect(f"{place}/gateway.db") as connection:
        stored = connection.execute("SELECT count(*) FROM sessions").fetchone()[0]
    require(stored >= sum(counted), f"{sum(counted)} acknowledged and {stored} stored")
    table = ", ".join(f"{count}: {value:.0f}/s" for count, value in rates.items())
    best = max(turn[0] for turn in turns)
    return (f"creates by connections {table}; saturated at {saturation} ({best:.0f}/s); at 4 times as many ratio "
            f"{four:.2f}, at 16 times {sixteen:.2f} (median of five rounds); {sum(counted)} counted, {stored} stored")


def connections(quick):
    """more connections than the limit"""
    gateway = Gateway(f"{folder()}/gateway.db", "--connections-max", "100", "--idle-timeout", "600").listening()
    links = [client.Connection(gateway.port) for _ in range(100)]
    require(all(link.ask(client.request("GET", "/healthz")).status == 200 for link in links), "one of 100 is not served")
    ends = []
    for _ in range(50):
        with client.Connection(gateway.port) as extra:
            started = time.monotonic()
            answer = extra.answer()
            require(answer.status == 503 and answer.closes, f"one too many is answered with {answer.status}")
            require((answer.field("Retry-After") or "").isdigit(), f"no Retry-After: {answer.head}")
            require(extra.ended() is not None, "a connection above the limit is kept waiting")
            ends.append(time.monotonic() - started)
    require(all(link.ask(keyed.create(f"i{number}z")).status == 201 for number, link in enumerate(links)), "one is lost")
    for link in links[:10]:
        link.close()
    recovered = eventually(lambda: _is_served(gateway.port), "no recovery")
    require(gateway.stop() == 0, "the stop did not end with 0")
    return (f"50 beyond 100 answered with 503 and closed within {max(ends) * 1e3:.1f} ms, the 100 are served; a new one is served "
            f"{recovered * 1e3:.0f} ms after ten went")


def _is_served(port):
    try:
        return client.ask(port, keyed.create(f"j{time.monotonic_ns()}z")).status == 201
    except OSError:
        return False
