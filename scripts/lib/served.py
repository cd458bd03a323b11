"""A gateway that a script has to itself: started, waited for, and ended by its own process id."""

import os
import signal
import subprocess
import sys
import time

START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 60


class Gateway:
    """One gateway on a database of its own. It stays in the process group of its script, so that whatever ends the one
    by its group ends the other."""

    def __init__(self, program, configuration, folder, *options):
        self.database = os.path.join(folder, "gateway.db")
        self.output = os.path.join(folder, "gateway.out")
        self.errors = os.path.join(folder, "gateway.err")
        self.port = 0
        self.arguments = [program, "serve", "--config", configuration, "--database", self.database, *options]
        self.start()

    def start(self):
        """Starts it, again on the port that it had, and waits until it says where it listens. Files take what it says,
        because it would wait for whoever does not read a pipe."""
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
        sys.exit(f"{script}: the gateway did not come to listen, and ended with {code}: {self.text(self.errors)}")

    @staticmethod
    def text(path, begin=0):
        with open(path, "rb") as file:
            file.seek(begin)
            return file.read().decode(errors="replace")

    def said(self):
        """All that it wrote, whether as output or as errors."""
        return self.text(self.output) + self.text(self.errors)

    def stop(self):
        """Asks it to end. Answers its exit code, which is a signal's below zero where it had to be killed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self):
        """Gives it no time for anything."""
        self.process.kill()
        return self.process.wait()
