"""How long a healthy shop waits for its events, beside shops and name servers that never answer."""

import ctypes
import fcntl
import os
import re
import socket
import statistics
import struct
import subprocess
import time

import client
import patience
from case import Skipped, eventually, folder, require
from load import percentile
from receiver import KIND, FullDoor, Receiver
from sandbox import SESSIONS, Sandbox

RATIO_MAX = 1.2
# Shorter lags are not told apart, in seconds.
LAG_MIN = 0.0001
# What the short run takes for the noise of a busy machine, in seconds. A sender that is held up costs much more.
NOISE_MAX = 0.01
ROUNDS_MAX = 20
COMPLETED = ["checkout.session.completed"]
COMPLETIONS_A_SECOND = 100


class Comparison:
    """A healthy endpoint alone at one gateway, and one beside others at another gateway. Both gateways get the same load in
    turns, so that a busy machine slows both alike."""

    def __init__(self, receiver, *others):
        self.receiver = receiver
        self.gateways = [Sandbox().listening(), Sandbox().listening()]
        for door, gateway in enumerate(self.gateways):
            gateway.add_endpoint(receiver.url(door), events=COMPLETED)
        for url in others:
            self.gateways[1].add_endpoint(url, events=COMPLETED)
        self.arrived = {}

    def round(self, count):
        """Completes so many sessions at each gateway; returns the p99 of each, from the answer to the arrival."""
        references = [gateway.create_many(count) for gateway in self.gateways]
        answered = [{}, {}]
        links = [client.Connection(gateway.port) for gateway in self.gateways]
        started = time.monotonic()
        for number in range(count):
            first = number % 2
            for side in (first, 1 - first):
                due = started + (number + (side != first) / 2) / COMPLETIONS_A_SECOND
                time.sleep(max(0, due - time.monotonic()))
                path = f"{SESSIONS}/{references[side][number]}/complete"
                answer = links[side].ask(self.gateways[side].request("POST", path))
                require(answer.status == 200, f"a completion: {answer.status} {answer.body[:200]}")
                answered[side][answer.json()["id"]] = time.monotonic()
        for link in links:
            link.close()
        return [self._p99(side, moments) for side, moments in enumerate(answered)]

    def _p99(self, side, answered):
        def are_here():
            for arrival in self.receiver.news():
                session = re.search(r'"session":\{"id":"([^"]+)"', arrival.body)
                self.arrived.setdefault((arrival.door, session.group(1)), arrival.at)
            return all((side, session) in self.arrived for session in answered)

        eventually(are_here, "events do not arrive at the healthy endpoint")
        # An event may arrive before the answer to its completion does.
        lags = [max(LAG_MIN, self.arrived[side, session] - moment) for session, moment in answered.items()]
        return percentile(lags, 0.99)

    def judge(self, quick):
        """Compares until the ratio holds; returns a line. The ratio is the median of those of the rounds, because a
        neighbour on the machine slows one gateway of a round, and what blocks the sender slows the same one in every
        round."""
        rounds = []
        holds = False
        while not holds and len(rounds) < ROUNDS_MAX:
            rounds.append(self.round(100 if quick else 200))
            ratio = statistics.median(beside / alone for alone, beside in rounds)
            more = statistics.median(beside - alone for alone, beside in rounds)
            holds = len(rounds) >= (3 if quick else 7) and (ratio <= RATIO_MAX or quick and more <= NOISE_MAX)
        alone, beside = (statistics.median(side) * 1e3 for side in zip(*rounds))
        line = f"p99 lag {beside:.2f} ms, alone {alone:.2f} ms, ratio {ratio:.2f}: medians of {len(rounds)} rounds"
        said = ", ".join(f"{beside * 1e3:.2f} ({alone * 1e3:.2f})" for alone, beside in rounds)
        require(holds, f"{line}: {said}")
        for gateway in self.gateways:
            require(gateway.stop() == 0, "the stop did not end with 0")
        return line


def black_hole(quick):
    """shops that never answer, and one whose SYN is dropped"""
    full = FullDoor()
    require(full.is_full(), "the kernel answers at a port whose queue is full, so nothing is proven")
    with Receiver(folder(), ["moody", "moody", "hanging"]) as receiver:
        receiver.become(KIND)
        line = Comparison(receiver, receiver.url(2), full.url()).judge(quick)
    return line


# More names than the gateway has threads that look names up.
NAMES = [f"shop-{number}.example" for number in range(5)]


def name_server(quick):
    """a name server that never answers"""
    enter_namespace()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 53))
        server.setblocking(False)
        with Receiver(folder(), ["moody", "moody"]) as receiver:
            receiver.become(KIND)
            line = Comparison(receiver, *(f"http://{name}:8080/hook" for name in NAMES)).judge(quick)
        asked = set()
        try:
            while True:
                asked |= set(re.findall(rb"\x06shop-\d", server.recv(512)))
        except BlockingIOError:
            pass
    require(asked, "the name server was not asked, so nothing is proven")
    return f"{line}; {len(asked)} names were asked for"


CLONE_NEWNS, CLONE_NEWNET, CLONE_NEWUSER = 0x20000, 0x40000000, 0x10000000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1


def enter_namespace():
    """Gives this process a network with nothing but loopback, and a resolv.conf that names a server there."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWNS | CLONE_NEWNET | (CLONE_NEWUSER if user else 0)) != 0:
        raise Skipped("a network namespace is not allowed here")
    if user:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    with socket.socket() as link:
        flags = struct.unpack("16xh", fcntl.ioctl(link, SIOCGIFFLAGS, struct.pack("16sh", b"lo", 0))[:18])[0]
        fcntl.ioctl(link, SIOCSIFFLAGS, struct.pack("16sh", b"lo", flags | IFF_UP))
    path = f"{folder()}/resolv.conf"
    with open(path, "w") as file:
        file.write("nameserver 127.0.0.1\n")
    for command in (["mount", "--make-rprivate", "/"], ["mount", "--bind", path, "/etc/resolv.conf"]):
        done = subprocess.run(command, capture_output=True, text=True, timeout=patience.SECONDS, check=False)
        if done.returncode != 0:
            raise Skipped(f"a mount is not allowed here: {done.stderr.strip()}")
