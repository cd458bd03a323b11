"""What every case uses: its gateways, folders for them, and checks."""

import os
import shutil
import subprocess
import tempfile

import gateway
import patience
from gateway import Failed, eventually

PROGRAM = os.environ["TORTURE_PROGRAM"]
CONFIGURATION = os.path.join(os.getcwd(), "Tests/Fixtures/conformance.json")
# The exit codes of a gateway that cannot use its database, and of one whose database another program uses.
DATABASE, BUSY = 73, 75


class Skipped(Exception):
    """This machine does not allow the case."""


def require(condition, sentence):
    if not condition:
        raise Failed(sentence)


def folder():
    """A new folder under TORTURE_FOLDER, which the driver removes."""
    return tempfile.mkdtemp(dir=os.environ["TORTURE_FOLDER"])


class Gateway(gateway.Gateway):
    """A gateway under test. Its output is not in the folder of its database, which may be on a full disk."""

    def __init__(self, database, *options, **how):
        super().__init__(PROGRAM, CONFIGURATION, folder(), *options, database=database, **how)


def refused(database, *options, wrap=(), seconds=patience.SECONDS):
    """Runs a gateway that must not start; returns its exit code and its standard error."""
    one = Gateway(database, *options, wrap=wrap)
    code = one.end(seconds)
    require("listening on" not in one.text(one.out), "the gateway listens")
    return code, one.errors().strip()


def strace(log, *options, seccomp=True):
    """A wrapper that traces only the calls that the options name. With seccomp, other calls run at full speed, but no
    signal can be injected. With `-D` the tracer is a grandchild, so that the process id is the gateway's."""
    if not shutil.which("strace"):
        raise Skipped("there is no strace")
    probe = subprocess.run(["strace", "--quiet=all", "--trace=none", "true"], stderr=subprocess.DEVNULL)
    if probe.returncode != 0:
        raise Skipped("tracing is not allowed here")
    return ["strace", "-D", "-f", *(["--seccomp-bpf"] if seccomp else []), "-o", log, *options]
