"""Which case used which port, and whether each client got the answers to its own requests."""

import threading


class Recorder:
    """The case of each client port, and the answers that a client got to another client's request.

    While it records, the runner's connections and readers are replaced by ones that tell it what they do.
    """

    def __init__(self, runner, proxy):
        self.cases, self.strays, self.responses = {}, [], 0
        self.current = threading.local()
        self.lock = threading.Lock()
        self.prefix = proxy.name + "."
        self.runner, self.kept = runner, (runner.Conn, runner.Reader)
        runner.Conn, runner.Reader = telling_classes(self, *self.kept)

    def began(self, port):
        with self.lock:
            self.cases.setdefault(port, []).append(self.current.case)

    def took(self, port, response):
        """Checks that the answer contains the name that the proxy gave to this client's request."""
        with self.lock:
            self.responses += 1
            for name in response.all("x-request-id"):
                if name.startswith(self.prefix) and name.split(".")[1] != str(port):
                    self.strays.append("%s got the answer to %s" % (self.current.case, name))

    def restore(self):
        self.runner.Conn, self.runner.Reader = self.kept


def telling_classes(recorder, Conn, Reader):
    """The runner's classes for connections and readers, which also tell the recorder."""

    class TellingConn(Conn):
        def __init__(self, address, timeout):
            super().__init__(address, timeout)
            self.port = self.sock.getsockname()[1]
            recorder.began(self.port)

    class TellingReader(Reader):
        def next(self, method, http10, deadline):
            response = super().next(method, http10, deadline)
            if response is not None:
                recorder.took(self.conn.port, response)
            return response

    return TellingConn, TellingReader
