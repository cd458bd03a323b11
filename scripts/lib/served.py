"""A gateway for one script, which starts it, waits for it, and ends it by its process id."""

import os
import signal
import subprocess
import sys
import time

START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 60


class Gateway:
    """One gateway on a database of its own. It stays in the process group of its script, so that a signal to the group
    ends both."""

    def __init__(self, program, configuration, folder, *options):
        self.database = os.path.join(folder, "gateway.db")
        self.output = os.path.join(folder, "gateway.out")
        self.errors = os.path.join(folder, "gateway.err")
        self.port = 0
        self.arguments = [program, "serve", "--config", configuration, "--database", self.database, *options]
        self.start()

    def start(self):
        """Starts the gateway, on the same port as before, and waits until it prints where it listens. Its output goes
        to files, because it would wait for room in a pipe that is not read."""
        with open(self.output, "ab") as out, open(self.errors, "ab") as err:
            begin = out.tell()
            self.process = subprocess.Popen(
                [*self.arguments, "--port", str(self.port)], stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        end = time.monotonic() + START_SECONDS_MAX
        while self.process.poll() is None and time.monotonic() < end:
            for line in self.text(self.output, begin).splitlines(keepends=True):
                if line.startswith("listening on ") and line.endswith("\n"):
                    self.base = line.split()[-1]
                    self.port = int(self.base.rsplit(":", 1)[1])
                    return
            time.sleep(0.01)
        code = self.kill()
        script = os.path.splitext(os.path.basename(sys.argv[0]))[0]
        sys.exit(f"{script}: the gateway did not start to listen, and ended with {code}: {self.text(self.errors)}")

    @staticmethod
    def text(path, begin=0):
        with open(path, "rb") as file:
            file.seek(begin)
            return file.read().decode(errors="replace")

    def said(self):
        """All that the gateway wrote, on standard output and standard error."""
        return self.text(self.output) + self.text(self.errors)

    def stop(self):
        """Asks the gateway to end. Returns its exit code; minus the signal's number if it had to be killed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self):
        """Ends the gateway at once, with SIGKILL."""
        self.process.kill()
        return self.process.wait()
