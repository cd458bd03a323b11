"""Starts gateways, watches them and ends them, each by its own process id."""

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time

import patience

PROGRAM = os.environ["TORTURE_PROGRAM"]
CONFIGURATION = os.path.join(os.getcwd(), "Tests/Fixtures/conformance.json")
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Failed(Exception):
    """A check failed."""


class Skipped(Exception):
    """This machine does not allow the case."""


def require(condition, sentence):
    if not condition:
        raise Failed(sentence)


def eventually(condition, sentence, seconds=patience.SECONDS):
    """Waits until a condition holds; returns how many seconds that took."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise Failed(f"{sentence} (not within {seconds} s)")
        time.sleep(0.01)
    return time.monotonic() - started


def folder():
    """A new folder under TORTURE_FOLDER, which the driver removes."""
    return tempfile.mkdtemp(dir=os.environ["TORTURE_FOLDER"])


def _die_with_parent():
    # PR_SET_PDEATHSIG: the kernel kills the gateway when the test ends, even if the test is killed.
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Gateway:
    """One run of the program."""

    count = 0

    def __init__(self, database, *options, wrap=(), environment=None, files=None, port=0):
        Gateway.count += 1
        self.database = database
        stem = f"{os.environ['TORTURE_FOLDER']}/gateway-{os.getpid()}-{Gateway.count}"
        self.out, self.err = stem + ".out", stem + ".err"

        def prepare():
            _die_with_parent()
            if files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

        arguments = [*wrap, PROGRAM, "serve", "--config", CONFIGURATION, "--port", str(port), "--database", database]
        self.started = time.monotonic()
        with open(self.out, "wb") as out, open(self.err, "wb") as err:
            self.process = subprocess.Popen(
                [*arguments, *options], stdin=subprocess.DEVNULL, stdout=out, stderr=err, preexec_fn=prepare,
                env={**os.environ, **(environment or {})})
        self.pid = self.process.pid
        self.port = None

    def listening(self, seconds=patience.SECONDS):
        """Waits until the gateway prints that it listens; returns self."""
        while time.monotonic() - self.started < seconds:
            for line in self.text(self.out).splitlines():
                if line.startswith("listening on "):
                    self.port = int(line.rsplit(":", 1)[1])
                    self.startup = time.monotonic() - self.started
                    return self
            if self.process.poll() is not None:
                break
            time.sleep(0.005)
        raise Failed(f"the gateway did not start, exit {self.process.poll()}: {self.errors()}")

    @staticmethod
    def text(path):
        with open(path, "rb") as file:
            return file.read().decode(errors="replace")

    def errors(self):
        return self.text(self.err)

    def is_running(self):
        return self.process.poll() is None

    def kill(self):
        self.signal(signal.SIGKILL)
        return self.process.wait(patience.SECONDS)

    def signal(self, number):
        if self.is_running():
            os.kill(self.pid, number)

    def stop(self, seconds=patience.SECONDS):
        """Sends SIGTERM; returns the exit code."""
        self.signal(signal.SIGTERM)
        return self.end(seconds)

    def end(self, seconds=patience.SECONDS):
        """Waits until the gateway ends; returns the exit code."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failed(f"the gateway did not end within {seconds} s: {self.errors()}") from None

    def resident(self):
        """Resident memory in bytes."""
        with open(f"/proc/{self.pid}/statm") as file:
            return int(file.read().split()[1]) * PAGE

    def processor_seconds(self):
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def adopt_child(self):
        """Takes the gateway's process id from a wrapper that stays its parent, such as unshare."""
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        eventually(lambda: self.text(path).split(), "the wrapper has started no process")
        self.pid = int(self.text(path).split()[0])


def refused(database, *options, wrap=(), seconds=patience.SECONDS):
    """Runs a gateway that must not start; returns its exit code and its standard error."""
    gateway = Gateway(database, *options, wrap=wrap)
    code = gateway.end(seconds)
    require("listening on" not in gateway.text(gateway.out), "the gateway listens")
    return code, gateway.errors().strip()


def strace(log, *options, seccomp=True):
    """A wrapper that traces only the calls that the options name. With seccomp, other calls run at full speed, but no
    signal can be injected. With `-D` the tracer is a grandchild, so that the process id is the gateway's."""
    if not shutil.which("strace"):
        raise Skipped("there is no strace")
    probe = subprocess.run(["strace", "--quiet=all", "--trace=none", "true"], stderr=subprocess.DEVNULL)
    if probe.returncode != 0:
        raise Skipped("tracing is not allowed here")
    return ["strace", "-D", "-f", *(["--seccomp-bpf"] if seccomp else []), "-o", log, *options]
