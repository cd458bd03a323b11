"""Clocks that change: a wall clock that is set hours forward and back, and a monotonic clock that starts elsewhere."""

import glob
import os
import subprocess
import time

import client
import keyed
from case import Gateway, Skipped, folder, require
from chance import draw


class WallClock:
    """The wall clock of one gateway, by libfaketime and a file."""

    def __init__(self, place):
        found = sorted(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1"))
        if not found:
            raise Skipped("there is no libfaketime")
        self.path = f"{place}/clock"
        self.set(0)
        self.environment = {
            "LD_PRELOAD": found[0], "FAKETIME_TIMESTAMP_FILE": self.path, "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1",
        }
        # The first process with the library makes shared memory, and sets a variable that names it. Setting a variable
        # moves the environment, from whose address Swift finds the arguments. So another process does this first, and
        # stays.
        self.holder = subprocess.Popen(
            ["sh", "-c", "echo \"$FAKETIME_SHARED\"; exec cat"], env={**os.environ, **self.environment},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.environment["FAKETIME_SHARED"] = self.holder.stdout.readline().decode().strip()

    def set(self, hours):
        with open(self.path + ".new", "w") as file:
            file.write(f"{hours:+d}h\n" if hours else "+0\n")
        os.replace(self.path + ".new", self.path)


def create(connection, key):
    answer = connection.ask(keyed.create(key))
    require(answer.status == 201, f"{answer.status}: {answer.body}")
    return answer.json()["id"]


def status(connection, identifier):
    answer = connection.ask(keyed.retrieve(identifier))
    require(answer.status == 200, f"{answer.status}: {answer.body}")
    return answer.json()["status"]


def steps(quick):
    """the wall clock steps by hours both ways"""
    place = folder()
    clock = WallClock(place)
    gateway = Gateway(f"{place}/gateway.db", environment=clock.environment).listening()
    chance = draw()
    identifiers, revived, told = [], 0, set()
    with client.Connection(gateway.port) as connection:
        first = [create(connection, f"k{number}z") for number in range(200)]
        identifiers += first
        created = connection.ask(keyed.retrieve(first[0])).json()["createdAt"]
        clock.set(25)
        for identifier in first[:100]:
            require(status(connection, identifier) == "expired", "a session outlives its time")
            told.add(identifier)
            if chance.random() < 0.1:
                # Right after the answer, when the expiry may not be on the disk yet.
                clock.set(-30)
                revived += status(connection, identifier) != "expired"
                clock.set(25)
        later = create(connection, "later0z")
        identifiers.append(later)
        require(connection.ask(keyed.retrieve(later)).json()["createdAt"] > created, "the clock was not set")
        clock.set(0)
        revived += sum(status(connection, identifier) != "expired" for identifier in told)
        require(revived == 0, f"{revived} expired sessions were revived by a step back")
        untold = sum(status(connection, identifier) == "pending" for identifier in first[100:])
        require(untold == 100, f"{100 - untold} sessions that no call had read ended by a wrong clock")
        stepped = 60 if quick else 400
        for number in range(stepped):
            clock.set(chance.randint(-72, 20))
            identifiers += [create(connection, f"q{number}n{part}z") for part in range(5)]
        clock.set(0)
        young = create(connection, "young0z")
        identifiers.append(young)
        require(status(connection, young) == "pending", "a new session has expired")
    require(identifiers == sorted(set(identifiers)), "ids are not unique and in order")
    gateway.kill()
    gateway = Gateway(f"{place}/gateway.db", environment=clock.environment).listening()
    with client.Connection(gateway.port) as connection:
        revived = sum(status(connection, identifier) != "expired" for identifier in told)
        require(revived == 0, f"{revived} expired sessions were revived by a step back and a new start")
        identifiers += [create(connection, f"v{number}z") for number in range(20)]
    require(identifiers == sorted(set(identifiers)), "ids are not unique and in order after a new start")
    require(gateway.stop() == 0, "the stop did not end with 0")
    kills = 3 if quick else 20
    require(told_and_killed(f"{place}/gateway.db", clock, first[100:100 + kills]) == 0, "a kill revived an expired session")
    return (f"{stepped} steps of up to 92 h both ways, {len(identifiers)} ids unique and in order; {len(told)} sessions "
            f"answered as expired stayed so after a step back and a kill, {kills} more where the kill followed the answer; "
            "100 that no call had read were not ended")


def told_and_killed(database, clock, identifiers):
    """Kills a gateway as soon as it has answered that a session expired; returns how many sessions were open again
    after a step back."""
    revived = 0
    for identifier in identifiers:
        clock.set(25)
        gateway = Gateway(database, environment=clock.environment).listening()
        with client.Connection(gateway.port) as connection:
            told = status(connection, identifier)
            gateway.kill()
        require(told == "expired", "a session outlives its time")
        clock.set(0)
        gateway = Gateway(database, environment=clock.environment).listening()
        with client.Connection(gateway.port) as connection:
            revived += status(connection, identifier) != "expired"
        gateway.kill()
    return revived


def limits(port):
    """Connections that idle, that drip a head, and that drip a body."""
    links = [client.Connection(port) for _ in range(3)]
    links[1].send(b"GET /healthz HTTP/1.1\r\nHo")
    links[2].send(b"POST /v1/checkout/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
    return links


def check_limits(port, step=None):
    """Checks that each is closed by its deadline of 2 s and not earlier, even if the clock is set meanwhile."""
    started = time.monotonic()
    links = limits(port)
    time.sleep(0.5)
    if step:
        step()
    ends = []
    for name, link in zip(("idle", "head", "body"), links):
        require(link.ended() is not None, f"{name}: stuck")
        ends.append(time.monotonic() - started)
        link.close()
    require(min(ends) > 1.9, f"closed early, after {min(ends):.2f} s")
    return max(ends)


LIMITS = ["--idle-timeout", "2", "--head-timeout", "2", "--body-timeout", "2"]


def timeouts(quick):
    """timeouts while the wall clock steps"""
    place = folder()
    clock = WallClock(place)
    gateway = Gateway(f"{place}/gateway.db", *LIMITS, "--drain-timeout", "2", environment=clock.environment).listening()
    steps = [5, -10] if quick else [5, -10, 48, -48, 1, -1, 0]
    slowest = max(check_limits(gateway.port, lambda hours=hours: clock.set(hours)) for hours in steps)
    with client.Connection(gateway.port) as connection:
        require(connection.ask(keyed.create("after0z")).status == 201, "no answer afterwards")
    pending = client.Connection(gateway.port)
    pending.send(b"POST /v1/checkout/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
    time.sleep(0.1)
    started = time.monotonic()
    clock.set(-100)
    require(gateway.stop() == 0, "the stop did not end with 0")
    took = time.monotonic() - started
    return f"{len(steps)} steps of up to 96 h: deadlines of 2 s met after 2.0 to {slowest:.2f} s, drain of 2 s ended after {took:.2f} s"


def monotonic(quick):
    """a monotonic clock that starts ten days later"""
    wrap = ["unshare", "--time", "--monotonic", "864000", "--boottime", "864000", "--fork", "--kill-child"]
    probe = subprocess.run([*wrap, "true"], stderr=subprocess.DEVNULL)
    if probe.returncode != 0:
        raise Skipped("a time namespace is not allowed here")
    place = folder()
    plain = Gateway(f"{place}/gateway.db").listening()
    with client.Connection(plain.port) as connection:
        identifiers = [create(connection, f"x{number}z") for number in range(50)]
    require(plain.stop() == 0, "the stop did not end with 0")
    gateway = Gateway(f"{place}/gateway.db", *LIMITS, wrap=wrap).listening()
    gateway.adopt_child()
    slowest = check_limits(gateway.port)
    with client.Connection(gateway.port) as connection:
        identifiers += [create(connection, f"y{number}z") for number in range(50)]
        require(all(status(connection, identifier) == "pending" for identifier in identifiers), "a session has expired")
    require(gateway.stop() == 0, "the stop did not end with 0")
    plain = Gateway(f"{place}/gateway.db").listening()
    with client.Connection(plain.port) as connection:
        identifiers += [create(connection, f"w{number}z") for number in range(50)]
    require(identifiers == sorted(set(identifiers)), "ids are not unique and in order")
    require(plain.stop() == 0, "the stop did not end with 0")
    return f"deadlines of 2 s met within {slowest:.2f} s, {len(identifiers)} ids unique and in order over three starts"
