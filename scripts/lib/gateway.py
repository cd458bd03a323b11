"""A gateway for one script, which starts it, waits for it, watches it, and ends it by its process id."""

import ctypes
import os
import resource
import signal
import subprocess
import time

import patience

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
PR_SET_PDEATHSIG = 1
prctl = ctypes.CDLL(None).prctl
# A process that keeps the output of a gateway until it listens, and drops the rest.
DROP_LOG = ["sh", "-c", 'sed --unbuffered "/^listening on /q" >>"$0"; exec cat >/dev/null']


class Failed(Exception):
    """A check failed."""


def eventually(condition, sentence, seconds=patience.SECONDS):
    """Waits until a condition holds; returns how many seconds that took."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise Failed(f"{sentence} (not within {seconds} s)")
        time.sleep(0.01)
    return time.monotonic() - started


class Gateway:
    """One gateway on a database of its own. It stays in the process group of its script, so that a signal to the group
    ends both, and the kernel kills it if the script ends without stopping it."""

    count = 0

    def __init__(self, program, configuration, folder, *options, database=None, port=0, wrap=(), environment=None,
                 files=None, drops_log=False):
        """Starts the gateway.

        - `configuration`: the settings file; None for a sandbox.
        - `folder`: the folder of its output, and of its database if `database` is None.
        - `wrap`: a command, such as strace, that runs the program.
        - `files`: the most descriptors that it may open.
        - `drops_log`: drop its output after it listens. Otherwise a long access log would fill the disk.
        """
        self.database = database or os.path.join(folder, "gateway.db")
        # Several gateways may share a folder, so each has files of its own.
        Gateway.count += 1
        self.out, self.err = (os.path.join(folder, f"gateway-{Gateway.count}.{name}") for name in ("out", "err"))
        if configuration:
            options = ["--config", configuration, *options]
        self.arguments = [*wrap, program, "serve", "--database", self.database, *options]
        self.port, self.files, self.drops_log = port, files, drops_log
        self.environment = {**os.environ, **(environment or {})}
        self.reader = None
        self.start()

    def start(self):
        """Starts the gateway, on the same port as before. Its output goes to files, because it would wait for room in a
        pipe that is not read."""
        with open(self.out, "ab") as out, open(self.err, "ab") as err:
            self.begin = out.tell()
            self.started = time.monotonic()
            if self.drops_log:
                self.reader = subprocess.Popen([*DROP_LOG, self.out], stdin=subprocess.PIPE)
            self.process = subprocess.Popen(
                [*self.arguments, "--port", str(self.port)], stdin=subprocess.DEVNULL,
                stdout=self.reader.stdin if self.reader else out, stderr=err, env=self.environment,
                preexec_fn=self._prepare)
            if self.reader:
                self.reader.stdin.close()
        self.pid = self.process.pid

    def _prepare(self):
        # The kernel kills the gateway when the script ends, even if the script is killed.
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if self.files:
            resource.setrlimit(resource.RLIMIT_NOFILE, (self.files, self.files))

    def listening(self, seconds=patience.SECONDS):
        """Waits until the gateway prints where it listens; returns self."""
        while time.monotonic() - self.started < seconds:
            for line in self.text(self.out, self.begin).splitlines(keepends=True):
                if line.startswith("listening on ") and line.endswith("\n"):
                    self.startup = time.monotonic() - self.started
                    self.base = line.split()[-1]
                    self.port = int(self.base.rsplit(":", 1)[1])
                    return self
            if self.process.poll() is not None:
                break
            time.sleep(0.002)
        code = self.kill()
        raise Failed(f"the gateway did not start to listen, and ended with {code}: {self.errors()}")

    @staticmethod
    def text(path, begin=0):
        with open(path, "rb") as file:
            file.seek(begin)
            return file.read().decode(errors="replace")

    def errors(self):
        return self.text(self.err)

    def said(self):
        """All that the gateway wrote, on standard output and standard error."""
        return self.text(self.out) + self.errors()

    def is_running(self):
        return self.process.poll() is None

    def signal(self, number):
        if self.is_running():
            os.kill(self.pid, number)

    def stop(self, seconds=patience.SECONDS):
        """Sends SIGTERM; returns the exit code."""
        self.signal(signal.SIGTERM)
        return self.end(seconds)

    def end(self, seconds=patience.SECONDS):
        """Waits until the gateway ends; returns its exit code, or minus the number of the signal that ended it."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failed(f"the gateway did not end within {seconds} s: {self.errors()}") from None
        if self.reader:
            self.reader.wait(seconds)
        return code

    def kill(self):
        """Ends the gateway at once, with SIGKILL; returns the exit code."""
        self.signal(signal.SIGKILL)
        return self.process.wait(patience.SECONDS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def adopt_child(self):
        """Takes the gateway's process id from a wrapper that stays its parent, such as unshare."""
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        eventually(lambda: self.text(path).split(), "the wrapper has started no process")
        self.pid = int(self.text(path).split()[0])

    def resident(self):
        """Resident memory in bytes."""
        return int(self.text(f"/proc/{self.pid}/statm").split()[1]) * PAGE

    def status(self, field):
        """A number of /proc/PID/status; memory is in KiB."""
        lines = self.text(f"/proc/{self.pid}/status").splitlines()
        return int(next(line for line in lines if line.startswith(field + ":")).split()[1])

    def processor_seconds(self):
        fields = self.text(f"/proc/{self.pid}/stat").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))
