"""The HTTP/1.1 client of the scripts: requests as bytes, connections that send them, and their answers."""

import json
import socket
import time

import patience


def free_port():
    """A port of this machine on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def request(method, path, body=None, fields=(), token=None, host="gateway.test"):
    """The bytes of one request. A body is JSON; `token` is a bearer token."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    lines += fields
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


class Answer:
    __slots__ = ("status", "head", "body", "seconds")

    def __init__(self, status, head, body):
        self.status, self.head, self.body, self.seconds = status, head, body, 0.0

    def field(self, name):
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name.lower().encode():
                return value.strip().decode()
        return None

    def json(self):
        return json.loads(self.body)

    @property
    def closes(self):
        return (self.field("Connection") or "").lower() == "close"


def take(buffer):
    """One whole answer from the front of a buffer, or None."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(buffer[:end])
    length, start = 0, head.lower().find(b"\r\ncontent-length:")
    if start >= 0:
        length = int(head[start + 17:].split(b"\r\n", 1)[0])
    if len(buffer) < end + 4 + length:
        return None
    answer = Answer(int(head[9:12]), head, bytes(buffer[end + 4:end + 4 + length]))
    del buffer[:end + 4 + length]
    return answer


class Connection:
    """One connection, one request at a time."""

    def __init__(self, port, seconds=patience.SECONDS):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray()

    def send(self, data):
        self.socket.sendall(data)

    def answer(self):
        while True:
            answer = take(self.buffer)
            if answer:
                return answer
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionError("the gateway closed the connection")
            self.buffer += data

    def ask(self, data):
        started = time.monotonic()
        self.send(data)
        answer = self.answer()
        answer.seconds = time.monotonic() - started
        return answer

    def ended(self, seconds=patience.SECONDS):
        """Seconds until the gateway ends this connection; None if it does not."""
        started = time.monotonic()
        self.socket.settimeout(seconds)
        try:
            while self.socket.recv(65536):
                pass
        except TimeoutError:
            return None
        except OSError:
            pass
        return time.monotonic() - started

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def ask(port, data, seconds=patience.SECONDS):
    """Sends one request on a new connection; returns the answer."""
    with Connection(port, seconds) as connection:
        return connection.ask(data)


def get(port, path, token=None):
    return ask(port, request("GET", path, token=token))


def post(port, path, body, token):
    """Posts JSON, or no body if `body` is None; returns the JSON of the answer. Raises an error if the status is not 2xx."""
    answer = ask(port, request("POST", path, None if body is None else json.dumps(body).encode(), token=token))
    if answer.status not in range(200, 300):
        raise ConnectionError(f"POST {path} was answered with {answer.status}: {answer.body[:200]}")
    return answer.json()
