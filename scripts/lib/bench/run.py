"""Measures a built gateway, prints one JSON line a figure, and compares with Tests/Benchmarks.json.

Run by scripts/bench, which says what the options mean. Everything is on loopback, bounded, and ended by its pid.
"""

import argparse
import os
import sys

# The modules that all scripts share are in the folder above.
sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from counts import allocations, instructions, system_calls
from figures import Figures
from gateway import Failed
from memory import memory
from rates import rates
from store import store
from webhooks import webhooks

PARTS = {
    "rates": rates, "instructions": instructions, "allocations": allocations, "system-calls": system_calls,
    "memory": memory, "store": store, "webhooks": webhooks,
}
QUICK = ["rates", "system-calls", "memory", "store", "webhooks"]


def read_options():
    """The options, with the names of the parts to measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--sessions", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    if min(options.rounds, options.seconds, options.sessions) < 1:
        sys.exit("bench: --rounds, --seconds and --sessions have to be 1 or more")
    if options.quick:
        options.sessions, options.seconds, options.rounds = 1_000, 1, 1
    options.names = options.only.split(",")
    if set(options.names) - set(PARTS):
        sys.exit(f"bench: --only takes these names: {', '.join(PARTS)}")
    if options.quick and options.names == list(PARTS):
        options.names = QUICK
    return options


def main():
    options = read_options()
    figures = Figures()
    for name in options.names:
        PARTS[name](options.program, figures, options)
    if options.update:
        figures.update()
    count = len(figures.values)
    if options.quick:
        print(f"bench: {count} figures, measured briefly and not compared")
        return 0
    if figures.worse:
        print(f"bench: worse than Tests/Benchmarks.json allows: {', '.join(figures.worse)}")
        return 1
    print(f"bench: {count} figures, none worse than Tests/Benchmarks.json allows")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as reason:
        sys.exit(f"bench: {reason}")
