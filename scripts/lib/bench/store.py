"""The same requests on a full store and on a new one."""

import json
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile

import client
from measured import SECONDS_MAX, Measured, create, play, read


def store(program, figures, options):
    """The same figures with a full store and with a new one, one after the other in many short rounds.

    Ratios compare rates of one round, because the machine's speed drifts. The median of many is taken: on a shared
    machine, a single ratio of two rates can be off by a seventh.
    """
    folder = tempfile.mkdtemp(prefix="bench-store-")
    database = os.path.join(folder, "full.db")
    try:
        first = fill(program, database, figures, options)
        few, many, starts = [], [], []
        rounds, seconds = (1, 1) if options.quick else (3 * options.rounds, max(2, options.seconds // 2))
        for _ in range(rounds):
            with Measured(program) as gateway:
                few.append(reads_and_creates(gateway, seconds))
            with Measured(program, database=database) as gateway:
                starts.append(gateway.startup)
                many.append(reads_and_creates(gateway, seconds, first))
        add(figures, few, many, starts)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fill(program, database, figures, options):
    """Makes as many sessions as the options say; returns the first."""
    with Measured(program, database=database) as gateway:
        first = json.loads(play(gateway, "duro", 1)[0])
        while stored(database) < options.sessions:
            create(gateway, "duro", 256, 5)
            print(f"bench: {stored(database)} of {options.sessions} sessions", file=sys.stderr, flush=True)
        figures.add("peak_memory", gateway.status("VmHWM") / 1024, "MiB", drifts=False)
    return first


def stored(database):
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT ifnull(max(number), 0) FROM sessions").fetchone()[0]
    finally:
        connection.close()


def reads_and_creates(gateway, seconds, session=None):
    """Requests a second: reads of a session by its id, of its page by its token, and at the end creates.

    Without a session, the first one made here is read. Sessions are made first, because with an empty log a read costs
    one system call more. The page is opened first as often as its timeline notes visits, because the page shows its
    events.
    """
    made = json.loads(play(gateway, "duro", 1_000)[0])
    session = session or made
    page = "/checkout/" + session["token"]
    with client.Connection(gateway.port, SECONDS_MAX) as connection:
        for _ in range(100):
            connection.ask(client.request("GET", page))
    rates = {
        "read": read(gateway, "/v1/checkout/sessions/" + session["id"], seconds),
        "page": read(gateway, page, seconds),
    }
    create(gateway, "duro", 64, 1)
    rates["create"] = create(gateway, "duro", 64, seconds)[0]
    return rates


def add(figures, few, many, starts):
    """Adds the medians: `few` are the rates of new stores, and `many` those of the full one."""
    figures.add("start_with_full_store", statistics.median(starts), "s", drifts=False)
    for kind in ("read", "page"):
        figures.add(f"{kind}_rate", statistics.median(rates[kind] for rates in few), "requests/s")
    for kind in ("create", "read", "page"):
        ratio = statistics.median(full[kind] / new[kind] for full, new in zip(many, few))
        figures.add(f"{kind}_full_to_empty", ratio, "ratio", drifts=False)
