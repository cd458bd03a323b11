"""A listener on every address of the machine. It notes each connection, and answers each request as its path says."""

import dataclasses
import ipaddress
import socket
import ssl
import threading
import time

PLAIN, SECURE, PROXY = (80, 8080), (443, 8443), 3128
# A slow answer would be complete after this time, which is longer than the gateway may wait.
SLOW_SECONDS = 40
LEAK = "http://127.0.0.1:8080/leak"


@dataclasses.dataclass
class Request:
    """What arrived: the address and port to which it was sent, the first line, the fields by their names in small
    letters, and the protocol that TLS agreed on."""

    address: str
    port: int
    line: str
    fields: dict
    protocol: str | None

    @property
    def path(self):
        return self.line.split(" ")[1].split("?")[0]


class Listener:
    def __init__(self, context):
        self.context = context
        self.lock = threading.Lock()
        self.connections, self.requests = [], []
        for port in (*PLAIN, *SECURE, PROXY):
            # One socket hears IPv4 and IPv6.
            server = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=64)
            threading.Thread(target=self.accept, args=(server, port), daemon=True).start()

    def heard(self):
        """All connections so far, as pairs of an address and a port."""
        with self.lock:
            return list(self.connections)

    def got(self, path=None):
        """All requests so far, or those with a path."""
        with self.lock:
            return [request for request in self.requests if path in (None, request.path)]

    def accept(self, server, port):
        while True:
            connection, _ = server.accept()
            address = ipaddress.ip_address(connection.getsockname()[0].split("%")[0])
            address = str(address.ipv4_mapped or address)
            with self.lock:
                self.connections.append((address, port))
            threading.Thread(target=self.serve, args=(connection, address, port), daemon=True).start()

    def serve(self, connection, address, port):
        connection.settimeout(SLOW_SECONDS)
        try:
            if port in SECURE:
                connection = self.context.wrap_socket(connection, server_side=True)
            protocol = connection.selected_alpn_protocol() if port in SECURE else None
            with connection, connection.makefile("rb") as reader:
                while request := self.read(reader, address, port, protocol):
                    if not answer(connection, request.path):
                        return
        except OSError:
            # The client refused the certificate, or has heard enough.
            pass
        finally:
            connection.close()

    def read(self, reader, address, port, protocol):
        """The next request; None if the connection has ended."""
        line = reader.readline().decode("latin-1").strip()
        if not line:
            return None
        fields = {}
        while field := reader.readline().decode("latin-1").strip():
            name, _, value = field.partition(":")
            fields[name.lower()] = value.strip()
        reader.read(int(fields.get("content-length", 0)))
        request = Request(address, port, line, fields, protocol)
        with self.lock:
            self.requests.append(request)
        return request


def answer(connection, path):
    """Answers one request; false if the connection ends with it."""
    if path == "/redirect":
        connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: {LEAK}\r\nContent-Length: 0\r\n\r\n".encode())
        return True
    if path == "/endless":
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        return repeat(connection, b"a" * 16_384, 0)
    if path == "/lines":
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        return repeat(connection, b"X-Line: " + b"a" * 1_000 + b"\r\n", 0)
    if path == "/line":
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Line: ")
        return repeat(connection, b"a" * 16_384, 0)
    if path == "/early":
        return repeat(connection, b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 0)
    if path == "/slow":
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        return repeat(connection, b"a", 0.25)
    if path == "/slow-head":
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Line: ")
        return repeat(connection, b"a", 0.25)
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nSet-Cookie: known=yes; Path=/; Max-Age=9999\r\nContent-Length: 2\r\n\r\nok")
    return True


def repeat(connection, data, pause):
    """Sends the same again and again, until the client ends the connection or has waited for much too long."""
    end = time.monotonic() + SLOW_SECONDS
    while time.monotonic() < end:
        connection.sendall(data)
        time.sleep(pause)
    return False
