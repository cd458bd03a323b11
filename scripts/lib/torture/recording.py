"""The changes that a gateway made to its files, and the answers that it sent, in order, from a trace of its system
calls."""

import re

LINE = re.compile(r"(\d+) +(.*)")
RESUMED = re.compile(r"<\.\.\. \w+ resumed>")
CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)")
# With `-xx` the path of a descriptor is in hexadecimal as well.
LINK = re.compile(r"-?\w+<([^>]*)>")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
ANSWER = "\\x" + "\\x".join(f"{byte:02x}" for byte in b"HTTP/1.1 201 ")
IDENTIFIER = re.compile(rb'"id":"(chk_\w+)"')

OPTIONS = ["-y", "-xx", "-s", "1000000",
           "--trace=openat,pwrite64,pwritev,write,fdatasync,fsync,ftruncate,fallocate,unlink,unlinkat,rename,sendto"]


def unescaped(text):
    return bytes.fromhex(text.replace("\\x", ""))


def events(path, database):
    """Yields ("create", path), ("write", path, offset, data), ("cut", path, size), ("sync", path), ("remove", path) and
    ("answer", id).

    An answer counts from the start of its call, before the kernel has it; all other events count from the end of theirs.
    Calls that change a file do not overlap, because only one thread at a time writes.
    """
    begun = {}
    with open(path) as file:
        for line in file:
            thread, call = LINE.match(line).groups()
            is_begin, is_end = not call.startswith("<..."), not call.endswith("<unfinished ...>")
            if is_begin and call.startswith("sendto(") and ANSWER in call:
                found = IDENTIFIER.search(unescaped(TEXT.search(call).group(1)))
                if found:
                    yield "answer", found.group(1).decode()
            if not is_end:
                begun[thread] = call.removesuffix("<unfinished ...>")
                continue
            if not is_begin:
                call = begun.pop(thread, "") + RESUMED.sub("", call, count=1)
            found = CALL.match(call)
            if found and int(found.group(3)) >= 0 and not call.startswith("sendto("):
                yield from _event(*found.groups(), database)


def _event(name, arguments, result, database):
    link, text = LINK.match(arguments), TEXT.search(arguments)
    path = unescaped(link.group(1)).decode() if link else ""
    if name in ("openat", "unlink", "unlinkat"):
        path = unescaped(text.group(1)).decode()
    folder = database.rpartition("/")[0]
    # SQLite makes the index of the log anew at each start, and the lock file is empty.
    if not (path == folder or path.startswith(database)) or path.endswith(("-shm", ".lock")):
        return
    if name == "openat":
        if "O_CREAT" in arguments:
            yield "create", path
    elif name == "pwrite64":
        data = unescaped(text.group(1))
        assert len(data) == int(result), "a write was cut short, or its trace"
        yield "write", path, int(arguments.rpartition(", ")[2]), data
    elif name == "ftruncate":
        yield "cut", path, int(arguments.rpartition(", ")[2])
    elif name in ("fdatasync", "fsync"):
        yield "sync", path
    elif name == "unlink":
        yield "remove", path
    else:
        raise ValueError(f"a {name} of {path}, which this script does not know")
