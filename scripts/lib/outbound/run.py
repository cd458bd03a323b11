"""Checks where a gateway sends webhooks, and what it takes as an answer.

Run by scripts/outbound, which says what it checks, in a network and with mounts of its own.
"""

import os
import sys
import tempfile

# The modules that all scripts share are in the folder above.
sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import answers
import closed
import opened
from checks import Checks
from gateway import Failed
from stage import Stage

TROUBLES = (Failed, OSError, KeyError, ValueError)


def main():
    check = Checks("outbound")
    with tempfile.TemporaryDirectory(prefix="outbound-") as folder:
        stage = Stage(os.path.abspath(sys.argv[1]), folder, check)
        try:
            check.run(
                [*opened.SCENARIOS, *closed.SCENARIOS[:1], *answers.BEGIN, *closed.SCENARIOS[1:], *answers.SCENARIOS],
                TROUBLES, stage)
        finally:
            stage.stop()
    check.end(f", {len(stage.listener.heard())} connections were heard")


if __name__ == "__main__":
    main()
