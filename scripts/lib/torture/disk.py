"""A full disk, a database that another program uses, and files that are not a database."""

import os
import shutil
import signal
import sqlite3
import subprocess
import time

import client
import dialects
import keyed
import ledger
from case import Gateway, Skipped, eventually, folder, refused, require, strace
from durability import check_unavailable
from load import create_many

DATABASE, BUSY = 73, 75


class Disk:
    """A small file system in memory."""

    def __init__(self, kibibytes):
        self.path = folder() + "/disk"
        os.mkdir(self.path)
        if os.getuid() != 0 or self._mount(f"size={kibibytes}k") != 0:
            raise Skipped("mounting a tmpfs is not allowed here")

    def _mount(self, options):
        return subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "torture", self.path], stderr=subprocess.DEVNULL).returncode

    def grow(self, kibibytes):
        require(self._mount(f"remount,size={kibibytes}k") == 0, "the tmpfs did not grow")

    def fill(self):
        with open(f"{self.path}/ballast", "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    def clear(self):
        os.remove(f"{self.path}/ballast")

    def remove(self):
        subprocess.run(["umount", "--lazy", self.path], check=False)


def check_refusals(refusals):
    for answer in refusals[:50]:
        check_unavailable(answer)


def full(quick):
    """a full disk, then a larger one"""
    disk = Disk(700)
    try:
        gateway = Gateway(f"{disk.path}/gateway.db").listening()
        before, refusals = create_many(gateway.port, "f", 4, refused=50)
        require(before and refusals, f"{len(before)} acknowledged and {len(refusals)} refused")
        check_refusals(refusals)
        require(gateway.is_running(), "the gateway ended")
        ledger.check_answers(gateway.port, before)
        require("no room on the disk" in gateway.errors(), f"standard error does not say why: {gateway.errors()}")
        disk.grow(60_000)
        resumed = eventually(
            lambda: client.ask(gateway.port, keyed.create(f"t{time.monotonic_ns()}z")).status == 201,
            "writes did not resume")
        after, late = create_many(gateway.port, "g", 4, count=500)
        require(len(after) == 500 and not late, f"{len(late)} refused after there was room")
        ledger.check_answers(gateway.port, before | after)
        # The gateway writes at most one line a second.
        eventually(
            lambda: client.ask(gateway.port, keyed.create(f"u{time.monotonic_ns()}z")) and "taken again" in gateway.errors(),
            "standard error does not say that it goes on")
        # Fills the disk again: a database that is killed on a full disk has to open again.
        disk.fill()
        again, refusals = create_many(gateway.port, "h", 4, refused=50)
        require(refusals, "nothing was refused on a disk that is full again")
        gateway.kill()
        disk.clear()
        gateway = Gateway(f"{disk.path}/gateway.db").listening()
        ledger.check_answers(gateway.port, before | after | again)
        require(gateway.stop() == 0, "the stop did not end with 0")
        ledger.check_database(f"{disk.path}/gateway.db", before | after | again)
        refused_in_shape()
        no_room_at_start = start_without_room()
        return (f"{len(before)} acknowledged, then 503 in the shape of each provider with Retry-After, "
                f"reads go on; writes again {resumed:.2f} s "
                f"after there was room, {len(after) + len(again)} more; killed when full, all there, integrity ok; "
                f"no room at a start: exit {no_room_at_start}")
    finally:
        disk.remove()


def refused_in_shape():
    """Makes each provider's creates until the disk has no room for one more."""
    disk = Disk(700)
    try:
        gateway = Gateway(f"{disk.path}/gateway.db").listening()
        with client.Connection(gateway.port) as connection:
            known = connection.ask(keyed.create("known0z")).json()["id"]
            for name in dialects.names():
                for _ in range(3_000):
                    answer = connection.ask(dialects.create(name))
                    if answer.status not in (200, 201):
                        break
                dialects.check_unavailable(name, answer)
                require(connection.ask(keyed.retrieve(known)).status == 200, f"no read after a refusal of {name}")
        require(gateway.stop() == 0, "the stop did not end with 0")
    finally:
        disk.remove()


def start_without_room():
    disk = Disk(16)
    try:
        disk.fill()
        code, said = refused(f"{disk.path}/gateway.db")
        require(code == DATABASE and "no room" in said.lower(), f"exit {code}: {said}")
        return code
    finally:
        disk.remove()


def no_room(quick):
    """ENOSPC injected"""
    place = folder()
    database = f"{place}/gateway.db"
    require(Gateway(database).listening().stop() == 0, "the first start did not end with 0")
    first, last = (40, 120) if quick else (40, 400)
    gateway = Gateway(database, wrap=strace(
        f"{place}/trace", "--trace=pwrite64", f"--inject=pwrite64:error=ENOSPC:when={first}..{last}")).listening()
    acknowledged, refusals = create_many(gateway.port, "n", 4, count=3_000)
    injected = gateway.text(f"{place}/trace").count("INJECTED")
    require(injected and refusals, f"{injected} errors injected, {len(refusals)} refused")
    check_refusals(refusals)
    # strace counts for each thread, so a few errors may still follow.
    eventually(
        lambda: client.ask(gateway.port, keyed.create(f"t{time.monotonic_ns()}z")).status == 201,
        "writes did not resume")
    more, _ = create_many(gateway.port, "later", 4, count=200)
    acknowledged |= more
    ledger.check_answers(gateway.port, acknowledged)
    require(gateway.stop() == 0, "the stop did not end with 0")
    stored = ledger.check_database(database, acknowledged)
    require(stored == len(acknowledged) + 1, f"{stored} stored and {len(acknowledged) + 1} acknowledged")
    return (f"{injected} errors, {len(refusals)} refused with 503 in shape, {len(acknowledged)} acknowledged, "
            "exactly these stored, integrity ok")


def digest(place):
    """Checksums of the files, made by another process, because closing a file here would drop the locks that this
    process holds on it. An empty log does not count: SQLite makes one when it opens a file."""
    names = [name for name in sorted(os.listdir(place)) if not name.endswith((".lock", "-shm"))]
    files = [f"{place}/{name}" for name in names if os.path.isfile(f"{place}/{name}")]
    files = [path for path in files if os.path.getsize(path) or not path.endswith("-wal")]
    return subprocess.run(["sha256sum", *files], stdout=subprocess.PIPE, check=True).stdout if files else b""


def faults(quick):
    """databases that cannot be used"""
    sound = folder()
    gateway = Gateway(f"{sound}/gateway.db").listening()
    create_many(gateway.port, "d", 4, count=400)
    require(gateway.stop() == 0, "the stop did not end with 0")
    lines = []

    def judge(name, prepare, code, *words, wrap=(), undo=None):
        place = folder()
        shutil.copy(f"{sound}/gateway.db", f"{place}/gateway.db")
        undoing = prepare(f"{place}/gateway.db")
        before = digest(place)
        got, said = refused(f"{place}/gateway.db", "--lock-timeout", "0", wrap=wrap)
        after = digest(place)
        if undoing:
            undoing()
        require(got == code, f"{name}: exit {got} instead of {code}: {said}")
        require(any(word in said for word in words) and " checkout-gateway: " in said and said.endswith("."),
                f"{name}: \"{said}\" is not clear")
        require("Fatal" not in said and len(said.splitlines()) == 1, f"{name}: {said}")
        require(after == before, f"{name}: the files were changed")
        lines.append(f"{name} {got}")

    def overwrite(offset, data):
        def prepare(path):
            with open(path, "r+b") as file:
                file.seek(offset)
                file.write(data)
        return prepare

    def statement(sql):
        def prepare(path):
            connection = sqlite3.connect(path)
            connection.execute(sql)
            connection.commit()
            connection.close()
        return prepare

    def replace(data):
        def prepare(path):
            with open(path, "wb") as file:
                file.write(data)
        return prepare

    def directory(path):
        os.remove(path)
        os.mkdir(path)

    def foreign(path):
        os.remove(path)
        statement("CREATE TABLE theirs (a)")(path)

    def cut(path):
        os.truncate(path, os.path.getsize(path) // 8192 * 4096)

    def lock(mode):
        def prepare(path):
            connection = sqlite3.connect(path, isolation_level=None)
            connection.execute(mode)
            return connection.close
        return prepare

    judge("locked", lock("BEGIN IMMEDIATE"), BUSY, "locked")
    judge("locked for reading too", lock_exclusive, BUSY, "locked")
    judge("newer version", statement("PRAGMA user_version = 99"), DATABASE, "version 99")
    judge("not a database", replace(b"Dear customer,\n" * 400), DATABASE, "not an SQLite database")
    judge("another program's", foreign, DATABASE, "another program")
    judge("a folder", directory, DATABASE, "not a file")
    judge("header damaged", overwrite(16, b"\xff" * 40), DATABASE, "not an SQLite database", "damaged")
    judge("schema damaged", overwrite(100, b"\x55" * 3_000), DATABASE, "damaged")
    judge("cut in half", cut, DATABASE, "damaged", "malformed")
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    judge("read-only", lambda path: os.chmod(path, 0o444), DATABASE, "not written", "read but", wrap=drop)
    judge("not readable", lambda path: os.chmod(path, 0o000), DATABASE, "may not be opened", wrap=drop)
    code, said = refused(f"{sound}/missing/gateway.db")
    require(code == DATABASE and "folder" in said, f"no folder: exit {code}: {said}")
    lines.append(f"no folder {code}")
    return "exit codes: " + ", ".join(lines) + "; each with one sentence, no file changed"


def lock_exclusive(path):
    # An exclusive lock, as of a program that uses the file without a log: no other program may even read.
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("PRAGMA user_version = 1")
    return connection.close


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
    # The newest rows are read at a start; the damage is in pages before them.
    with open(database, "r+b") as file:
        pages = [file.read(4096) for _ in range(os.path.getsize(database) // 4096)]
        hit = [number for number, page in enumerate(pages) if b'"key":"w1' in page and b'"key":"w39' not in page][:5]
        for number in hit:
            file.seek(number * 4096)
            file.write(b"\xa5" * 4096)
    sums = digest(place)
    gateway = Gateway(database, "--lock-timeout", "0")
    try:
        gateway.listening()
    except Exception:
        code, said = gateway.end(), gateway.errors().strip()
        require(code == DATABASE and ("malformed" in said or "damaged" in said), f"exit {code}: {said}")
        require(digest(place) == sums, "the files were changed")
        return f"found at the start: exit {code}, \"{said}\""
    statuses = {}
    for identifier in before.values():
        answer = client.ask(gateway.port, keyed.retrieve(identifier))
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
        if answer.status != 200:
            check_unavailable(answer)
    require(set(statuses) == {200, 503}, f"reads were answered with {statuses}")
    require("malformed" in gateway.errors(), f"standard error does not say why: {gateway.errors()}")
    require(gateway.is_running(), "the gateway ended")
    gateway.signal(signal.SIGTERM)
    require(gateway.end() == 0, "the stop did not end with 0")
    return (f"{statuses[200]} of {len(before)} sessions can be read, {statuses[503]} are 503 in shape, none is wrong; "
            "the log says why")
