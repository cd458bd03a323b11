"""A shop's receiver of webhooks, in a process of its own: it keeps what arrives, and answers well, badly, late or not at
all."""

import collections
import heapq
import json
import mmap
import os
import random
import select
import signal
import socket
import struct
import time

from gateway import PR_SET_PDEATHSIG, prctl

KIND, MOODY = 0, 1
# What a moody receiver does with a request, and how often. `slow` is an answer of 200 after a moment.
MOODS = {"ok": 50, "slow": 14, "error": 20, "cut": 12, "hang": 4}
SLOW_SECONDS_MAX = 0.3
TICK_SECONDS = 0.02
HEAD_END = b"\r\n\r\n"

Arrival = collections.namedtuple("Arrival", "at wall door answer headers body")


class Receiver:
    """Doors are ports. A door is `moody` (it does as the mood of the receiver is), or `hanging`: it takes requests and
    never answers."""

    def __init__(self, place, doors=("moody",), seed=0, keeps=True):
        """Starts the process.

        - `place`: the folder of the file with what arrived.
        - `keeps`: whether requests are kept; otherwise they are only counted.
        """
        self.path, self.doors, self.seed, self.keeps = f"{place}/arrivals", doors, seed, keeps
        self.shared = mmap.mmap(-1, 16)
        self.listeners = []
        for _ in doors:
            listener = socket.socket()
            listener.bind(("127.0.0.1", 0))
            listener.listen(512)
            listener.setblocking(False)
            self.listeners.append(listener)
        self.ports = [listener.getsockname()[1] for listener in self.listeners]
        open(self.path, "w").close()
        self.read_to = 0
        self.pid = os.fork()
        if self.pid == 0:
            try:
                prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                Serving(self).run()
            finally:
                os._exit(1)
        for listener in self.listeners:
            listener.close()

    def url(self, door=0):
        return f"http://127.0.0.1:{self.ports[door]}/hook/{door}"

    def become(self, mood):
        """KIND: every request is answered with 200, and connections that hang are closed. MOODY: as `MOODS` says."""
        self.shared[0] = mood

    @property
    def count(self):
        """How many requests arrived."""
        return struct.unpack_from("Q", self.shared, 8)[0]

    def news(self):
        """What arrived since the last call."""
        with open(self.path, "rb") as file:
            file.seek(self.read_to)
            text = file.read()
        text = text[:text.rfind(b"\n") + 1]
        self.read_to += len(text)
        return [Arrival(*json.loads(line)) for line in text.splitlines()]

    def end(self):
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


class Serving:
    """The loop of the receiver's process."""

    def __init__(self, receiver):
        self.receiver = receiver
        self.chance = random.Random(receiver.seed)
        self.poller = select.epoll()
        self.doors = {listener.fileno(): number for number, listener in enumerate(receiver.listeners)}
        for number in self.doors:
            self.poller.register(number, select.EPOLLIN)
        self.links, self.hanging, self.late = {}, set(), []
        self.file = open(receiver.path, "a", buffering=1 << 20)

    def run(self):
        while True:
            for number, _ in self.poller.poll(TICK_SECONDS):
                if number in self.doors:
                    self.accept(number)
                else:
                    self.receive(number)
            self.file.flush()
            while self.late and self.late[0][0] <= time.monotonic():
                _, number, link = heapq.heappop(self.late)
                if self.links.get(number, [None])[0] is link:
                    self.answer(number, 200)
            if self.receiver.shared[0] == KIND:
                for number in list(self.hanging):
                    self.close(number)

    def accept(self, listener):
        door = self.doors[listener]
        while True:
            try:
                link, _ = self.receiver.listeners[door].accept()
            except OSError:
                return
            link.setblocking(False)
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.links[link.fileno()] = [link, bytearray(), door]
            self.poller.register(link.fileno(), select.EPOLLIN)

    def close(self, number, resets=False):
        self.hanging.discard(number)
        link = self.links.pop(number)[0]
        if resets:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        link.close()

    def answer(self, number, status):
        try:
            self.links[number][0].sendall(b"HTTP/1.1 %d Said\r\nContent-Length: 2\r\n\r\nok" % status)
        except OSError:
            self.close(number)

    def receive(self, number):
        link, buffer, door = self.links[number]
        try:
            data = link.recv(1 << 18)
        except OSError:
            data = b""
        if not data:
            return self.close(number)
        buffer += data
        end = buffer.find(HEAD_END)
        if end < 0:
            return
        lines = bytes(buffer[:end]).decode("latin-1").split("\r\n")[1:]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        whole = end + len(HEAD_END) + int(headers.get("content-length", 0))
        if len(buffer) < whole:
            return
        body = bytes(buffer[end + len(HEAD_END):whole])
        del buffer[:whole]
        self.take(number, door, headers, body)

    def take(self, number, door, headers, body):
        """Keeps a request, and does with it what the door does."""
        does = "ok" if self.receiver.shared[0] == KIND else self.chance.choices(list(MOODS), MOODS.values())[0]
        if self.receiver.doors[door] == "hanging":
            does = "never"
        struct.pack_into("Q", self.receiver.shared, 8, self.receiver.count + 1)
        if self.receiver.keeps:
            arrival = [time.monotonic(), time.time(), door, does, headers, body.decode()]
            self.file.write(json.dumps(arrival) + "\n")
        if does == "slow":
            when = time.monotonic() + self.chance.uniform(0, SLOW_SECONDS_MAX)
            heapq.heappush(self.late, (when, number, self.links[number][0]))
        elif does == "hang":
            self.hanging.add(number)
        elif does == "cut":
            self.close(number, resets=self.chance.random() < 0.5)
        elif does != "never":
            self.answer(number, 200 if does == "ok" else 500)


class FullDoor:
    """A port at which the kernel drops every SYN, because its queue is full: a connection to it is neither made nor
    refused."""

    def __init__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.fillers = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", self.port))
            self.fillers.append(filler)

    def url(self):
        return f"http://127.0.0.1:{self.port}/hook"

    def is_full(self):
        with socket.socket() as probe:
            probe.settimeout(0.3)
            try:
                probe.connect(("127.0.0.1", self.port))
            except TimeoutError:
                return True
            except OSError:
                pass
            return False
