"""What valgrind and strace count for each create: instructions, allocations and system calls.

Each figure is the difference of two runs of different lengths, so that the start of the gateway cancels out.
"""

import os
import re
import tempfile

from measured import CONFIG, CREATES, Measured, play


def count(program, wrap, creates, provider="duro", follows=False, connections=16, config=CONFIG):
    """Makes creates in a gateway below a tool; returns what the tool wrote.

    - `wrap`: the command of the tool, with {out} for the file that it writes.
    - `follows`: the tool stays the parent of the gateway.
    """
    out = os.path.join(tempfile.gettempdir(), f"bench-{wrap[0]}-{os.getpid()}")
    command = [word.format(out=out) for word in wrap]
    with Measured(program, "--loops", "1", wrap=command, config=config) as gateway:
        if follows:
            gateway.adopt_child()
        play(gateway, provider, creates, connections)
    with open(out) as file:
        said = file.read()
    os.unlink(out)
    return said


def instructions(program, figures, options):
    for provider in CREATES:
        figures.add(
            f"create_{provider}_instructions", count_instructions(program, provider), "instructions", drifts=False)


def count_instructions(program, provider, creates=1_000, config=CONFIG):
    """The instructions of one create, from a run with so many more creates than another one."""
    wrap = ["valgrind", "--tool=callgrind", "--callgrind-out-file={out}", "--quiet"]
    few, many = (
        int(re.search(
            r"^(?:summary|totals): (\d+)", count(program, wrap, number, provider, config=config), re.M).group(1))
        for number in (200, 200 + creates))
    return (many - few) / creates


def allocations(program, figures, options):
    """Allocations and allocated bytes."""
    totals = []
    for creates in (200, 1200):
        said = count(program, ["valgrind", "--leak-check=no", "--log-file={out}"], creates)
        found = re.search(r"total heap usage: ([\d,]+) allocs, [\d,]+ frees, ([\d,]+) bytes", said)
        totals.append([int(number.replace(",", "")) for number in found.groups()])
    few, many = totals
    figures.add("create_allocations", (many[0] - few[0]) / 1000, "allocations", drifts=False)
    figures.add("create_bytes_allocated", (many[1] - few[1]) / 1000, "bytes", drifts=False)


def system_calls(program, figures, options):
    wrap = ["strace", "-f", "-c", "-o", "{out}"]
    totals = []
    for creates in (320, 3520):
        said = count(program, wrap, creates, follows=True, connections=32)
        totals.append(int(re.search(r"(\d+)\s+(?:\d+\s+)?total$", said, re.M).group(1)))
    figures.add("create_system_calls", (totals[1] - totals[0]) / 3200, "calls", drifts=False)
