"""Compares the answers that clients got with the database: each acknowledged session is there once, and whole."""

import json
import os
import sqlite3
import subprocess

import keyed
import patience
from case import Failed, require
from load import Load


class Ledger:
    """A file of one client with a line for each acknowledged create, synced before the next request."""

    def __init__(self, path):
        self.file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)

    def note(self, key, answer):
        if answer.status == 201:
            os.write(self.file, f"{key} {answer.json()['id']}\n".encode())
            os.fsync(self.file)


def read(paths):
    """All acknowledged creates: key to public id."""
    acknowledged = {}
    for path in paths:
        with open(path) as file:
            for line in file.read().splitlines():
                key, identifier = line.split(" ")
                require(key not in acknowledged, f"{key} was acknowledged twice")
                acknowledged[key] = identifier
    return acknowledged


def clients(port, folder, name, processes, connections):
    """Forks clients that create as fast as they can until the gateway is gone; returns (wait, paths)."""
    paths, children = [], []
    for index in range(processes):
        path = f"{folder}/acks-{name}-{index}"
        open(path, "w").close()
        paths.append(path)
        child = os.fork()
        if child == 0:
            try:
                ledger = Ledger(path)

                def make(number, index=index):
                    key = f"r{name}c{index}n{number}z"
                    return keyed.create(key), key

                Load(port, connections, make, ledger.note, reconnects=False).run(seconds=5 * patience.SECONDS)
            except OSError:
                pass
            finally:
                os._exit(0)
        children.append(child)

    def wait():
        for child in children:
            os.waitpid(child, 0)

    return wait, paths


def crockford(key, tail):
    high = key >> 12 << 16 | 0x7000 | key & 0xFFF
    bits = high << 64 | 2 << 62 | tail
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "chk_" + "".join(digits[bits >> 5 * place & 31] for place in range(25, -1, -1))


def check_database(database, acknowledged):
    """Checks the file while no gateway serves it; returns how many sessions it has."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        verdict = connection.execute("PRAGMA integrity_check").fetchall()
        require(verdict == [("ok",)], f"integrity_check says {verdict[:3]}")
        stored, numbers, packed = {}, set(), []
        for row in connection.execute(
                "SELECT key, tail, number, amount, provider, status, metadata, fields, created, updated, expires, currency"
                " FROM sessions"):
            key, tail, number, amount, provider, status, metadata, fields, created, updated, expires, currency = row
            name = json.loads(metadata)["key"]
            is_packed = bool(keyed.notes_of(name))
            if is_packed:
                packed.append((name, fields))
            whole = (
                (is_packed or fields == keyed.create_body(name)) and amount == keyed.amount_of(name)
                and provider == "duro" and status == 0 and updated == created
                and expires == created + 86_400_000_000 and currency == "NGN")
            require(whole, f"the session of {name} is half-made: {row}")
            require(name not in stored, f"the session of {name} is there twice")
            require(number not in numbers, f"the number {number} is there twice")
            stored[name] = crockford(key, tail)
            numbers.add(number)
    finally:
        connection.close()
    check_packed(packed)
    lost = [name for name, identifier in acknowledged.items() if stored.get(name) != identifier]
    if lost:
        raise Failed(f"{len(lost)} of {len(acknowledged)} acknowledged sessions are not there, such as {lost[:3]}")
    return len(stored)


def check_packed(packed):
    """Unpacks all long bodies at once with the lz4 tool: they are LZ4 frames, and frames may follow each other."""
    frames, bodies = b"".join(frame for _, frame in packed), b"".join(keyed.create_body(name) for name, _ in packed)
    require(len(frames) < len(bodies) or not packed, "the long bodies are not packed")
    unpacked = subprocess.run(["lz4", "-dc"], input=frames, capture_output=True, check=False)
    require(
        unpacked.stdout == bodies, f"of {len(packed)} packed bodies one at least is half-made: {unpacked.stderr[-200:]}")


def check_answers(port, acknowledged):
    """Asks the gateway for every acknowledged session."""
    names = list(acknowledged)
    wrong = []

    def make(number):
        return keyed.retrieve(acknowledged[names[number]]), names[number]

    def judge(name, answer):
        right = answer.status == 200 and answer.json()["id"] == acknowledged[name]
        if not right or answer.json()["amount"] != keyed.amount_of(name) or answer.json()["status"] != "pending":
            wrong.append((name, answer.status, answer.body))

    load = Load(port, 8, make, judge).run(count=len(names))
    require(not wrong, f"{len(wrong)} answers are wrong, such as {wrong[:2]}")
    require(sum(load.statuses.values()) == len(names), f"only {sum(load.statuses.values())} of {len(names)} were answered")
