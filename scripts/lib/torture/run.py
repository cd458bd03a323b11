"""Runs one case by name and prints its line: name, result and figures."""

import os
import signal
import sys
import time
import traceback

# The modules that all scripts share are in the folder above.
sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import chance
from case import Failed, Skipped

CASES = {}


def gather():
    import bounds
    import clocks
    import database
    import disk
    import durability
    import overload
    import power
    import stopping
    import unusable
    import webhook_lag
    import webhooks
    # Name, function, and the seconds after which the short and the long version count as stuck, even on a busy machine.
    table = [
        ("durability-kill", durability.kill, 300, 1600),
        ("durability-kill-at-sync", durability.kill_at_sync, 300, 2000),
        ("durability-order", durability.order, 300, 480),
        ("durability-failing-sync", durability.failing_sync, 300, 720),
        ("durability-failing-checkpoint", durability.failing_checkpoint, None, 720),
        ("durability-power-loss", power.loss, 300, 1200),
        ("disk-full", disk.full, 300, 480),
        ("disk-no-room-injected", disk.no_room, 300, 480),
        ("database-faults", unusable.faults, 300, 300),
        ("database-locked-under-way", database.locked, 300, 300),
        ("database-damaged-under-way", database.damaged, 300, 300),
        ("descriptors", bounds.descriptors, 300, 300),
        ("slow-clients", bounds.slow_clients, 300, 1200),
        ("pipelining-never-reading", bounds.never_reading, 300, 300),
        ("memory", bounds.memory, 300, 1600),
        ("clock-steps", clocks.steps, 300, 360),
        ("clock-timeouts", clocks.timeouts, 300, 360),
        ("clock-monotonic", clocks.monotonic, 300, 300),
        ("stop-under-load", stopping.under_load, 300, 480),
        ("stop-notice", stopping.notice, 300, 300),
        ("stop-cut-short", stopping.cut_short, 300, 360),
        ("stop-bounded-drain", stopping.bounded_drain, 300, 300),
        ("stop-take-over", stopping.take_over, 300, 480),
        ("one-writer", stopping.one_writer, 300, 300),
        ("overload-refusals", overload.refusals, None, 480),
        ("overload-goodput", overload.goodput, None, 720),
        ("overload-connections", overload.connections, None, 300),
        ("webhooks-kill", webhooks.kill, 300, 1600),
        ("webhooks-stop", webhooks.stop, 300, 720),
        ("webhooks-black-hole", webhook_lag.black_hole, 300, 720),
        ("webhooks-name-server", webhook_lag.name_server, 300, 720),
        ("webhooks-memory", webhooks.memory, 300, 1600),
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
        raise Failed("it took longer than allowed")

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
