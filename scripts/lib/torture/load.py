"""Drives many connections, at a rate or as fast as they are answered, and measures."""

import collections
import json
import os
import select
import time

import client
import keyed
import patience


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


class Load:
    """Many connections of one process. Without `rate` (a closed loop), each connection sends its next request after an
    answer. With `rate` (an open loop), requests are due at even intervals, and latency counts from when a request was
    due, even if it had to wait for a connection."""

    def __init__(self, port, connections, make, on_answer=None, rate=None, reconnects=True):
        self.port, self.size, self.make, self.on_answer = port, connections, make, on_answer
        self.rate, self.reconnects = rate, reconnects
        self.statuses = collections.Counter()
        self.latencies = collections.defaultdict(list)
        self.broken = self.unanswered = self.sent = 0
        self.poller = select.epoll()
        self.links, self.idle = {}, collections.deque()

    class Link(client.Connection):
        """A connection; when its request was due, and the tag of the request."""

        since = tag = None

    def _open(self):
        link = Load.Link(self.port)
        self.links[link.socket.fileno()] = link
        self.poller.register(link.socket, select.EPOLLIN)
        self.idle.append(link)

    def _drop(self, link):
        self.broken += 1
        if link.since is not None:
            self.unanswered += 1
        number = link.socket.fileno()
        self.poller.unregister(number)
        del self.links[number]
        link.socket.close()
        if link in self.idle:
            self.idle.remove(link)
        if self.reconnects:
            try:
                self._open()
            except OSError:
                self.reconnects = False

    def _ask(self, link, due):
        made = self.make(self.sent)
        data, link.tag = made if isinstance(made, tuple) else (made, None)
        self.sent += 1
        link.since = due
        try:
            link.socket.sendall(data)
        except OSError:
            self._drop(link)

    def _receive(self, link):
        try:
            data = link.socket.recv(262144)
        except OSError:
            data = b""
        if not data:
            return self._drop(link)
        link.buffer += data
        answer = client.take(link.buffer)
        if not answer or link.since is None:
            return
        answer.seconds = time.monotonic() - link.since
        link.since = None
        self.statuses[answer.status] += 1
        self.latencies[answer.status].append(answer.seconds)
        if self.on_answer:
            self.on_answer(link.tag, answer)
        if answer.closes:
            self.broken -= 1
            self._drop(link)
        else:
            self.idle.append(link)

    def run(self, seconds=None, count=None, until=None):
        """Runs for so many seconds, or until so many requests were answered or lost, or until a condition holds. Ends
        early if no connection is left."""
        for _ in range(self.size):
            self._open()
        started = time.monotonic()
        self.started = started
        due = 0
        while True:
            now = time.monotonic()
            if seconds is not None and now - started >= seconds:
                break
            if not self.links or until and until():
                break
            if count is not None and self.sent >= count and len(self.idle) == len(self.links):
                break
            wait = 0.05
            while self.idle and (count is None or self.sent < count):
                if self.rate:
                    when = started + due / self.rate
                    if when > now:
                        wait = min(wait, when - now)
                        break
                    due += 1
                    self._ask(self.idle.popleft(), when)
                else:
                    self._ask(self.idle.popleft(), now)
            for number, _ in self.poller.poll(wait):
                link = self.links.get(number)
                if link:
                    self._receive(link)
        self.elapsed = time.monotonic() - started
        self.unanswered += sum(1 for link in self.links.values() if link.since is not None)
        for link in self.links.values():
            link.socket.close()
        self.poller.close()
        return self

    def p99(self, *statuses):
        return percentile([value for status in statuses or self.latencies for value in self.latencies[status]], 0.99)


def create_many(port, name, connections, count=None, refused=None):
    """Makes so many creates over so many connections, or creates until so many were refused. Returns the acknowledged
    ones, key to public id, and the answers to the others."""
    acknowledged, refusals = {}, []
    bounds = {"count": count}
    if refused:
        bounds = {"seconds": 3 * patience.SECONDS, "until": lambda: len(refusals) >= refused}

    def note(key, answer):
        if answer.status == 201:
            acknowledged[key] = answer.json()["id"]
        else:
            refusals.append(answer)

    def make(number):
        key = f"{name}{number}z"
        return keyed.create(key), key

    Load(port, connections, make, note).run(**bounds)
    return acknowledged, refusals


def measure_in_child(port, connections, make, rate, seconds):
    """Runs a load in another process; returns a function that waits for it and returns (statuses, p99, most, lost)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            load = Load(port, connections, make, rate=rate).run(seconds=seconds)
            values = [value for some in load.latencies.values() for value in some]
            text = json.dumps([load.statuses, percentile(values, 0.99), max(values, default=0), load.broken])
            os.write(writing, text.encode())
        finally:
            os._exit(0)
    os.close(writing)

    def wait():
        with os.fdopen(reading) as file:
            text = file.read()
        os.waitpid(child, 0)
        statuses, p99, most, lost = json.loads(text)
        return {int(status): count for status, count in statuses.items()}, p99, most, lost

    return wait
