"""A proxy in front of the gateway: its folder, its processes, and its log of what it forwards."""

import os
import socket
import subprocess
import time

import client


class Proxy:
    """A proxy that names each request NAME.PORT-OF-THE-CLIENT.UNIQUE and logs what it forwards as NAME<TAB>REQUEST.

    Each kind of proxy is a class in kinds.py, with a method launch() that writes its settings and starts it.
    """

    def __init__(self, name, gateway, folder):
        self.name, self.gateway = name, gateway
        self.folder = os.path.join(folder, name)
        os.mkdir(self.folder)
        self.port = client.free_port()
        self.log = self.path("forwarded")
        self.processes = []
        self.launch()
        if not self.listens():
            with open(self.path("err")) as errors:
                raise SystemExit("proxies: %s did not start: %s" % (name, errors.read()))

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w") as handle:
            handle.write(text)
        return self.path(name)

    def start(self, arguments, out="out"):
        with open(self.path(out), "ab") as log, open(self.path("err"), "ab") as err:
            self.processes.append(subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=err))

    def listens(self):
        """Waits until the proxy accepts connections; returns whether it does."""
        for _ in range(200):
            if self.processes[0].poll() is not None:
                return False
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return True
            except OSError:
                time.sleep(0.05)
        return False

    def forwarded(self):
        """The request line of each request that went to the gateway, by its name in the proxy's log."""
        named = {}
        with open(self.log, encoding="latin-1") as handle:
            for line in handle:
                name, _, rest = line.rstrip("\n").partition("\t")
                request, _, server = rest.rpartition("\t")
                if name.startswith(self.name + ".") and server not in ("<NOSRV>", "-", ""):
                    named[name] = request
        return named

    def stop(self):
        # varnishncsa reads varnishd's memory, so it has to end first.
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
