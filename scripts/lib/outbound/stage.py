"""The gateway in a network of its own, with a name server, a listener, and calls of the gateway's own API."""

import ipaddress
import json
import os
import socket
import subprocess

import client
import patience
import table
from certificates import Certificates
from gateway import Failed, Gateway, eventually
from listener import PROXY, Listener
from names import Names, serve

ADMIN = "gw_admin_outbound_0000000000000000000"
GOOD = ["good.example", "slow.example", "moves.example"]


class Stage:
    def __init__(self, program, folder, check):
        self.program, self.folder, self.check = program, folder, check
        self.database = os.path.join(folder, "gateway.db")
        self.gateway = None
        make_network()
        replace_file("/etc/resolv.conf", self.written("resolv.conf", "nameserver 127.0.0.1\noptions timeout:2\n"))
        replace_file("/etc/nsswitch.conf", self.written("nsswitch.conf", "hosts: files dns\n"))
        self.names = Names()
        serve(self.names)
        for name in (*GOOD, "wrong.example", "expired.example", "stranger.example", "self.example"):
            self.names.tell(name, ("A", table.PUBLIC))
        self.certificates = Certificates(folder, [*GOOD, table.PUBLIC])
        self.listener = Listener(self.certificates.default)

    def written(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def start(self, **settings):
        """Starts the gateway with these settings, on the same database as before. Its environment and its home folder
        ask for a proxy and for passwords."""
        self.stop()
        self.written(".netrc", "default login netrc-user password netrc-word\n")
        self.written(".curlrc", f"proxy = http://127.0.0.1:{PROXY}\ninsecure\nlocation\n")
        proxy = f"http://proxy-user:proxy-word@127.0.0.1:{PROXY}"
        names = ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "HTTP_PROXY")
        environment = {**dict.fromkeys(names, proxy), "NO_PROXY": "nothing.example", "HOME": self.folder}
        config = self.written("config.json", json.dumps({
            "credentials": [{"provider": "gateway", "secret": ADMIN}],
            "webhook_secret_keys": [{"id": "one", "file": self.written("key", "5c" * 32)}],
            **settings,
        }))
        self.gateway = Gateway(
            self.program, config, self.folder, database=self.database, environment=environment).listening()

    def stop(self):
        if self.gateway:
            code = self.gateway.stop()
            self.check(code == 0, f"the gateway ended with {code}: {self.gateway.errors()[-500:]}")
        self.gateway = None

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        return client.ask(
            self.gateway.port, client.request(method, "/gateway/v1/webhooks/" + path, data, token=ADMIN))

    def asked(self, method, path, body=None, status=200):
        """The JSON of an answer with this status."""
        answer = self.call(method, path, body)
        if answer.status != status:
            raise Failed(f"{method} {path} {body} was answered with {answer.status}: {answer.body[:300]}")
        return answer.json() if answer.body else None

    def make(self, url):
        """The id of a new endpoint."""
        return self.asked("POST", "endpoints", {"url": url, "format": "gateway"}, 201)["id"]

    def remove(self, endpoint):
        self.asked("DELETE", f"endpoints/{endpoint}", status=204)

    def ping(self, endpoint):
        """The id of the delivery."""
        return self.asked("POST", f"endpoints/{endpoint}/ping", status=202)["id"]

    def resend(self, delivery):
        self.asked("POST", f"deliveries/{delivery}/resend", status=202)

    def attempt(self, delivery, number=1):
        """Waits for an attempt of a delivery to end."""
        found = []

        def has_ended():
            found[:] = [
                attempt for attempt in self.asked("GET", f"deliveries/{delivery}")["attempts"]
                if attempt["number"] == number]
            return found

        eventually(has_ended, f"attempt {number} of delivery {delivery} has not ended")
        return found[0]

    def refuses(self, delivery, what, number=1):
        """Checks that an attempt was refused before anything was sent."""
        attempt = self.attempt(delivery, number)
        phase = (attempt["failure"] or {}).get("phase")
        self.check(phase == "refused", f"{what} is refused: {attempt}")

    def hears_nothing(self, before, what):
        """Checks that nothing was connected to since `before`, which is what was heard until then."""
        more = self.listener.heard()[len(before):]
        self.check(not more, f"{what}: connections to {more}")


def make_network():
    """Gives this network, which has a loopback alone, the addresses of the table."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True, timeout=patience.SECONDS)
    for address in (table.PUBLIC, *table.PRIVATE):
        subprocess.run(["ip", "address", "add", address + "/32", "dev", "lo"], check=True, timeout=patience.SECONDS)
    if not socket.has_ipv6 or not os.path.exists("/proc/net/if_inet6"):
        return
    for address in (table.PUBLIC6, *table.PRIVATE6):
        subprocess.run(
            ["ip", "address", "add", address + "/128", "dev", "lo", "nodad"], check=True, timeout=patience.SECONDS)


def replace_file(path, other):
    """Puts another file in the place of one, in this mount namespace alone."""
    subprocess.run(["mount", "--bind", other, os.path.realpath(path)], check=True, timeout=patience.SECONDS)


def is_heard(address, port=8080):
    """Whether the listener can be reached at an address."""
    family = socket.AF_INET6 if ipaddress.ip_address(address).version == 6 else socket.AF_INET
    with socket.socket(family) as connection:
        connection.settimeout(patience.SECONDS)
        try:
            connection.connect((address, port))
        except OSError:
            return False
        return True
