"""Runs one case by name and prints its line: what it is, whether it holds, and its figures."""

import signal
import sys
import time
import traceback

import chance
from gateway import Failed, Skipped

CASES = {}


def gather():
    import bounds
    import clocks
    import disk
    import durability
    import overload
    import power
    import stopping
    # Name, function, seconds that the short and the long version may take.
    table = [
        ("durability-kill", durability.kill, 60, 400),
        ("durability-kill-at-sync", durability.kill_at_sync, 60, 500),
        ("durability-order", durability.order, 60, 120),
        ("durability-failing-sync", durability.failing_sync, 60, 180),
        ("durability-failing-checkpoint", durability.failing_checkpoint, None, 180),
        ("durability-power-loss", power.loss, 60, 300),
        ("disk-full", disk.full, 60, 120),
        ("disk-no-room-injected", disk.no_room, 60, 120),
        ("database-faults", disk.faults, 60, 60),
        ("database-locked-under-way", disk.locked, 60, 60),
        ("database-damaged-under-way", disk.damaged, 60, 60),
        ("descriptors", bounds.descriptors, 60, 60),
        ("slow-clients", bounds.slow_clients, 120, 300),
        ("pipelining-never-reading", bounds.never_reading, 60, 60),
        ("memory", bounds.memory, 90, 400),
        ("clock-steps", clocks.steps, 60, 90),
        ("clock-timeouts", clocks.timeouts, 60, 90),
        ("clock-monotonic", clocks.monotonic, 60, 60),
        ("stop-under-load", stopping.under_load, 60, 120),
        ("stop-notice", stopping.notice, 60, 60),
        ("stop-cut-short", stopping.cut_short, 60, 90),
        ("stop-bounded-drain", stopping.bounded_drain, 60, 60),
        ("stop-take-over", stopping.take_over, 60, 120),
        ("one-writer", stopping.one_writer, 60, 60),
        ("overload-refusals", overload.refusals, None, 120),
        ("overload-goodput", overload.goodput, None, 180),
        ("overload-connections", overload.connections, None, 60),
    ]
    for name, function, short, long in table:
        CASES[name] = (function, short, long)


def main():
    gather()
    if sys.argv[1] == "--list":
        for name, (function, short, long) in CASES.items():
            print(f"{name}\t{short or 0}\t{long}\t{function.__doc__}")
        return 0
    name, quick = sys.argv[1], sys.argv[2] == "quick"

    def give_up(*_):
        raise Failed("it took longer than it may")

    signal.signal(signal.SIGTERM, give_up)
    started = time.monotonic()
    try:
        word, line = "ok", CASES[name][0](quick)
    except Skipped as reason:
        word, line = "skip", str(reason)
    except Failed as reason:
        word, line = "FAIL", str(reason)
    except Exception as reason:
        traceback.print_exc()
        word, line = "FAIL", f"{type(reason).__name__}: {reason}"
    print(f"{word:4} {name}: {' '.join(line.split())}{chance.told()} [{time.monotonic() - started:.1f} s]")
    return 1 if word == "FAIL" else 0


sys.exit(main())
