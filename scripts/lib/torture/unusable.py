"""Files that a gateway cannot use as its database: it does not start, says why, and leaves them unchanged."""

import os
import shutil
import sqlite3
import subprocess

from case import BUSY, DATABASE, Gateway, folder, refused, require
from load import create_many

# Root reads and writes every file, unless a process gives these rights up.
AS_A_USER = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []


def faults(quick):
    """databases that cannot be used"""
    sound = folder()
    gateway = Gateway(f"{sound}/gateway.db").listening()
    create_many(gateway.port, "d", 4, count=400)
    require(gateway.stop() == 0, "the stop did not end with 0")
    lines = [f"{name} {judge(sound, name, *rest)}" for name, *rest in FAULTS]
    code, said = refused(f"{sound}/missing/gateway.db")
    require(code == DATABASE and "folder" in said, f"no folder: exit {code}: {said}")
    lines.append(f"no folder {code}")
    return "exit codes: " + ", ".join(lines) + "; each with one sentence, no file changed"


def judge(sound, name, spoil, code, words, wrap=()):
    """Spoils a copy of the sound database and starts a gateway on it. The gateway has to end with this code and a
    sentence that has one of these words. Returns the code."""
    place = folder()
    shutil.copy(f"{sound}/gateway.db", f"{place}/gateway.db")
    undo = spoil(f"{place}/gateway.db")
    before = digest(place)
    got, said = refused(f"{place}/gateway.db", "--lock-timeout", "0", wrap=wrap)
    after = digest(place)
    if undo:
        undo()
    require(got == code, f"{name}: exit {got} instead of {code}: {said}")
    require(any(word in said for word in words) and " checkout-gateway: " in said and said.endswith("."),
            f"{name}: \"{said}\" is not clear")
    require("Fatal" not in said and len(said.splitlines()) == 1, f"{name}: {said}")
    require(after == before, f"{name}: the files were changed")
    return got


def digest(place):
    """Checksums of the files, made by another process, because closing a file here would drop the locks that this
    process holds on it. An empty log does not count: SQLite makes one when it opens a file."""
    names = [name for name in sorted(os.listdir(place)) if not name.endswith((".lock", "-shm"))]
    files = [f"{place}/{name}" for name in names if os.path.isfile(f"{place}/{name}")]
    files = [path for path in files if os.path.getsize(path) or not path.endswith("-wal")]
    return subprocess.run(["sha256sum", *files], stdout=subprocess.PIPE, check=True).stdout if files else b""


# Each of the following functions spoils the database at a path. Those that lock it return what ends the lock.

def lock(path):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection.close


def lock_for_reading_too(path):
    # An exclusive lock, as of a program that uses the file without a log: no other program may even read.
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("PRAGMA user_version = 1")
    return connection.close


def execute(path, sql):
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()


def make_newer(path):
    execute(path, "PRAGMA user_version = 99")


def replace_with_text(path):
    with open(path, "wb") as file:
        file.write(b"Dear customer,\n" * 400)


def replace_with_anothers(path):
    os.remove(path)
    execute(path, "CREATE TABLE theirs (a)")


def replace_with_folder(path):
    os.remove(path)
    os.mkdir(path)


def overwrite(path, offset, data):
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(data)


def damage_header(path):
    overwrite(path, 16, b"\xff" * 40)


def damage_schema(path):
    overwrite(path, 100, b"\x55" * 3_000)


def cut(path):
    os.truncate(path, os.path.getsize(path) // 8192 * 4096)


def forbid_writing(path):
    os.chmod(path, 0o444)


def forbid_reading(path):
    os.chmod(path, 0o000)


# Name, the function that spoils the database, the exit code, words of which the sentence has one, and a wrapper.
FAULTS = [
    ("locked", lock, BUSY, ["locked"]),
    ("locked for reading too", lock_for_reading_too, BUSY, ["locked"]),
    ("newer version", make_newer, DATABASE, ["version 99"]),
    ("not a database", replace_with_text, DATABASE, ["not an SQLite database"]),
    ("another program's", replace_with_anothers, DATABASE, ["another program"]),
    ("a folder", replace_with_folder, DATABASE, ["not a file"]),
    ("header damaged", damage_header, DATABASE, ["not an SQLite database", "damaged"]),
    ("schema damaged", damage_schema, DATABASE, ["damaged"]),
    ("cut in half", cut, DATABASE, ["damaged", "malformed"]),
    ("read-only", forbid_writing, DATABASE, ["not written", "read but"], AS_A_USER),
    ("not readable", forbid_reading, DATABASE, ["may not be opened"], AS_A_USER),
]
