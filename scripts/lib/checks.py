"""Counted checks in scenarios; a scenario that fails does not stop the others."""

import sys
import time


class Checks:
    """Counts checks, and keeps those that failed."""

    def __init__(self, name):
        self.name = name
        self.count = 0
        self.failures = []
        self.scenario = "start"
        self.started = time.monotonic()

    def __call__(self, holds, what):
        self.count += 1
        if not holds:
            self.failures.append(what)
            print(f"FAIL {self.scenario}: {what}", file=sys.stderr)

    def run(self, scenarios, troubles, *arguments):
        """Plays the scenarios in order, each with these arguments; an exception of these kinds counts as a failed
        check."""
        for scenario in scenarios:
            self.scenario = scenario.__name__.replace("_", " ")
            before, failed = time.monotonic(), len(self.failures)
            try:
                scenario(*arguments)
            except troubles as error:
                self(False, f"{type(error).__name__}: {error}")
            word = "ok  " if len(self.failures) == failed else "FAIL"
            print(f"{word} {self.scenario} ({time.monotonic() - before:.1f} s)", flush=True)

    def end(self, also):
        """Prints the result, and exits with 1 if a check failed."""
        seconds = time.monotonic() - self.started
        if self.failures:
            print(f"{self.name}: {len(self.failures)} of {self.count} checks failed in {seconds:.0f} s")
            sys.exit(1)
        print(f"{self.name}: {self.count} checks passed in {seconds:.0f} s{also}")
