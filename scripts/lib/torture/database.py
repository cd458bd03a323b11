"""A database that another program locks, or that is damaged, while a gateway serves it."""

import os
import sqlite3

import client
import keyed
import ledger
from case import DATABASE, Gateway, folder, require
from durability import check_unavailable
from load import create_many
from unusable import digest


def locked(quick):
    """another program locks the database while it is served"""
    database = f"{folder()}/gateway.db"
    gateway = Gateway(database).listening()
    before, _ = create_many(gateway.port, "l", 4, count=100)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    slowest, count = 0.0, 1 if quick else 4
    for number in range(count):
        answer = client.ask(gateway.port, keyed.create(f"m{number}z"))
        check_unavailable(answer)
        slowest = max(slowest, answer.seconds)
        ledger.check_answers(gateway.port, before)
    other.execute("ROLLBACK")
    other.close()
    after, late = create_many(gateway.port, "o", 4, count=100)
    require(len(after) == 100 and not late, f"{len(late)} refused after the lock was gone")
    require("locked" in gateway.errors(), f"standard error does not say why: {gateway.errors()}")
    require(gateway.stop() == 0, "the stop did not end with 0")
    ledger.check_database(database, before | after)
    return f"{count} refused with 503 in shape after {slowest:.1f} s at most, reads go on, writes again at once"


def damaged(quick):
    """a database that is damaged while it is served"""
    place = folder()
    database = f"{place}/gateway.db"
    gateway = Gateway(database).listening()
    before, _ = create_many(gateway.port, "w", 4, count=400)
    require(gateway.stop() == 0, "the stop did not end with 0")
    damage(database)
    sums = digest(place)
    gateway = Gateway(database, "--lock-timeout", "0")
    try:
        gateway.listening()
    except Exception:
        code, said = gateway.end(), gateway.errors().strip()
        require(code == DATABASE and ("malformed" in said or "damaged" in said), f"exit {code}: {said}")
        require(digest(place) == sums, "the files were changed")
        return f"found at the start: exit {code}, \"{said}\""
    statuses = read_all(gateway, before)
    require(set(statuses) == {200, 503}, f"reads were answered with {statuses}")
    require("malformed" in gateway.errors(), f"standard error does not say why: {gateway.errors()}")
    require(gateway.is_running(), "the gateway ended")
    require(gateway.stop() == 0, "the stop did not end with 0")
    return (f"{statuses[200]} of {len(before)} sessions can be read, {statuses[503]} are 503 in shape, none is wrong; "
            "the log says why")


def damage(database):
    """Overwrites pages with old rows, because a start reads the newest rows and would find damage there."""
    with open(database, "r+b") as file:
        pages = [file.read(4096) for _ in range(os.path.getsize(database) // 4096)]
        hit = [number for number, page in enumerate(pages) if b'"key":"w1' in page and b'"key":"w39' not in page][:5]
        for number in hit:
            file.seek(number * 4096)
            file.write(b"\xa5" * 4096)


def read_all(gateway, sessions):
    """Reads each session; returns how often each status was the answer."""
    statuses = {}
    for identifier in sessions.values():
        answer = client.ask(gateway.port, keyed.retrieve(identifier))
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
        if answer.status != 200:
            check_unavailable(answer)
    return statuses
