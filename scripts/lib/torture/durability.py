"""No acknowledged session is lost, however the process ends and whichever calls of the disk fail."""

import re
import time

import client
import dialects
import keyed
import ledger
import patience
from case import Gateway, eventually, folder, require, strace
from chance import draw
from load import Load, create_many


def kill(quick):
    """kill -9 at random moments under load"""
    wanted = 5 if quick else 50
    place = folder()
    database = f"{place}/gateway.db"
    everything, slowest, stored, rounds = {}, 0.0, 0, 0
    chance = draw()
    # A slow machine needs more rounds for the same number of creates.
    while rounds < wanted or len(everything) < 20 * wanted:
        rounds += 1
        gateway = Gateway(database).listening()
        slowest = max(slowest, gateway.startup)
        wait, paths = ledger.clients(gateway.port, place, rounds, processes=4, connections=4)
        time.sleep(chance.uniform(0.02, 0.6 if quick else 1.0))
        gateway.kill()
        wait()
        acknowledged = ledger.read(paths)
        everything |= acknowledged
        # Reads the file and its log as the kill left them, before a gateway repairs them.
        stored = ledger.check_database(database, everything)
        gateway = Gateway(database).listening()
        slowest = max(slowest, gateway.startup)
        ledger.check_answers(gateway.port, acknowledged)
        gateway.kill()
    stored = check_after_last_start(database, everything)
    return (f"{rounds} rounds, {len(everything)} acknowledged, 0 lost, 0 twice, 0 half-made ({stored} stored), "
            f"integrity ok, slowest start {slowest:.2f} s")


def check_after_last_start(database, everything):
    """Serves the database once more and stops the gateway cleanly; returns how many sessions the database has."""
    gateway = Gateway(database).listening()
    ledger.check_answers(gateway.port, everything)
    require(gateway.stop() == 0, "the last stop did not end with 0")
    return ledger.check_database(database, everything)


def kill_at_sync(quick):
    """kill at the n-th fdatasync"""
    numbers = [1, 2, 3, 5, 8, 13, 34] if quick else range(1, 101)
    place = folder()
    database = f"{place}/gateway.db"
    everything, hit, at_start, slowest, calls = {}, 0, 0, 0.0, 0
    for number in numbers:
        log = f"{place}/trace"
        # strace counts for each thread, so the number of all syncs, in the trace, is at least as high.
        gateway = Gateway(database, wrap=strace(
            log, "--trace=fdatasync", f"--inject=fdatasync:signal=KILL:when={number}", seccomp=False))
        started = time.monotonic()
        while gateway.is_running() and "listening on" not in gateway.text(gateway.out):
            require(time.monotonic() - started < patience.SECONDS, "no start under strace")
            time.sleep(0.005)
        if gateway.is_running():
            gateway.listening()
            wait, paths = ledger.clients(gateway.port, place, f"s{number}", processes=2, connections=3)
            try:
                gateway.process.wait(patience.SECONDS)
                hit += 1
            finally:
                gateway.kill()
            wait()
            everything |= ledger.read(paths)
        else:
            at_start += 1
        calls += gateway.text(log).count("fdatasync(")
        if everything:
            ledger.check_database(database, everything)
        gateway = Gateway(database).listening()
        slowest = max(slowest, gateway.startup)
        gateway.kill()
    stored = check_after_last_start(database, everything)
    return (f"{len(numbers)} kills ({at_start} while starting, {hit} under load; {calls} syncs seen), {len(everything)} "
            f"acknowledged, 0 lost, {stored} stored, integrity ok, slowest start {slowest:.2f} s")


def order(quick):
    """no answer leaves before the sync that covers it"""
    count = 200 if quick else 2_000
    place = folder()
    database, log = f"{place}/gateway.db", f"{place}/trace"
    gateway = Gateway(database, wrap=strace(log, *ORDER)).listening()
    Load(gateway.port, 8, lambda number: keyed.create(f"order{number}z")).run(count=count)
    require(gateway.stop() == 0, "the stop did not end with 0")
    time.sleep(0.2)
    checked, syncs = judge_order(gateway.text(log).splitlines())
    require(checked == count, f"only {checked} of {count} answers were found in the trace")
    return f"{checked} answers, each sent after a write to the log that holds it and a sync that followed; {syncs} syncs"


ORDER = ["-y", "-s", "5000", "--trace=fdatasync,sendto,pwrite64,recvfrom"]
CALL = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)")
LINK = re.compile(r"^\d+ +\w+\((\d+)<")
KEY = re.compile(r"order\d+z")


def judge_order(lines):
    """Checks the order of calls in a trace, which has a line before the kernel runs a call and a line after it."""
    begun, asked, covered, written, synced = {}, {}, {}, set(), set()
    checked = syncs = 0
    for line in lines:
        found = CALL.match(line)
        if not found:
            continue
        thread, name = found.groups()
        is_end = "<unfinished" not in line
        is_begin = "resumed>" not in line
        if is_begin:
            link = LINK.match(line)
            begun[thread] = (line, link.group(1) if link else "")
        start, link = begun.get(thread, (line, ""))
        if name == "fdatasync":
            # A sync that succeeds covers the writes that were done when it began.
            if is_begin:
                covered[thread] = set(written)
            if is_end and line.rstrip().endswith("= 0") and "-wal>" in start:
                synced |= covered.pop(thread, set())
                syncs += 1
        elif name == "pwrite64" and is_end and "-wal>" in start:
            written |= set(KEY.findall(start))
        elif name == "recvfrom" and is_end:
            # The line of the call's end has the bytes that were read.
            key = KEY.search(line)
            if key:
                asked[link] = key.group()
        elif name == "sendto" and is_begin and "HTTP/1.1 201" in line:
            key = asked.get(link)
            require(key is not None, f"an answer to nothing: {line[:160]}")
            require(key in synced, f"the answer to {key} left before a sync covered it")
            checked += 1
    return checked, syncs


def failing_sync(quick):
    """a failing fdatasync"""
    at_start = [1, 5] if quick else range(1, 10)
    stopped = 0
    for number in at_start:
        place = folder()
        trace = f"{place}/trace"
        gateway = Gateway(f"{place}/gateway.db", wrap=strace(
            trace, "-y", "--trace=fdatasync", f"--inject=fdatasync:error=EIO:when={number}"))
        eventually(lambda: not gateway.is_running() or "listening" in gateway.text(gateway.out), "no start and no end")
        hit = next((line for line in gateway.text(trace).splitlines() if "INJECTED" in line), "")
        require(hit, f"a start takes fewer than {number} syncs")
        if gateway.is_running():
            # SQLite ignores a failed sync of a folder, so the gateway syncs the folder again itself.
            require(f"<{place}>)" in hit, f"it serves after {hit}")
            require(gateway.stop() == 0, "the stop did not end with 0")
        else:
            said = gateway.errors().strip()
            clear = " checkout-gateway: " in said and said.endswith(".") and "disk" in said
            require(gateway.process.returncode == 73 and clear, f"sync {number} of a start: {said}")
            stopped += 1
        require(Gateway(f"{place}/gateway.db").listening().stop() == 0, f"no start after sync {number} of one failed")
    rounds = [20] if quick else [20, 25, 33, 40, 50, 60, 75, 100]
    acknowledged_all = refused_all = 0
    for number in rounds:
        place = folder()
        database = f"{place}/gateway.db"
        gateway = Gateway(database, wrap=strace(
            f"{place}/trace", *ORDER, f"--inject=fdatasync:error=EIO:when={number}")).listening()
        acknowledged, refusals = create_many(gateway.port, f"order{number}", 6, refused=50)
        require(refusals, "no sync failed")
        check_unavailable(client.ask(gateway.port, keyed.create("after0z")))
        for name in dialects.names():
            dialects.check_unavailable(name, client.ask(gateway.port, dialects.create(name)))
        require(client.ask(gateway.port, client.request("GET", "/readyz")).status == 503, "/readyz is not 503")
        require(client.ask(gateway.port, client.request("GET", "/healthz")).status == 200, "/healthz is not 200")
        said = next((line for line in gateway.errors().splitlines() if "writing has stopped" in line), "")
        require("(SQLite 1034, errno 5)" in said, f"standard error does not say why: {gateway.errors()}")
        ledger.check_answers(gateway.port, acknowledged)
        others = {answer.status for answer in refusals}
        require(acknowledged and others == {503}, f"{len(acknowledged)} acknowledged, the others answered {others}")
        require(gateway.stop() == 0, "the stop did not end with 0")
        time.sleep(0.2)
        # The failed sync covers no write, so judge_order would find any answer to a create of its batch.
        checked, _ = judge_order(gateway.text(f"{place}/trace").splitlines())
        require(checked >= len(acknowledged), f"only {checked} of {len(acknowledged)} answers were found in the trace")
        gateway = Gateway(database).listening()
        ledger.check_answers(gateway.port, acknowledged)
        require(client.ask(gateway.port, keyed.create("again0z")).status == 201, "writes are not taken after a new start")
        require(gateway.stop() == 0, "the stop did not end with 0")
        ledger.check_database(database, acknowledged)
        acknowledged_all += len(acknowledged)
        refused_all += len(refusals)
    return (f"{len(at_start)} failed while starting: {stopped} ended it with 73, the others were a folder's, which is synced "
            f"again; {len(rounds)} failed under load: {acknowledged_all} acknowledged before and all there, {refused_all} "
            "refused with 503 in the shape of each provider, no answer without a sync that succeeded, /readyz 503, reads go on, "
            "the log says why with its errno")


def failing_checkpoint(quick):
    """a failing fdatasync of a checkpoint"""
    place = folder()
    database = f"{place}/gateway.db"
    require(Gateway(database).listening().stop() == 0, "the first start did not end with 0")
    # Only syncs of the database file are traced, which checkpoints make. The first may belong to the start.
    gateway = Gateway(database, wrap=strace(
        f"{place}/trace", f"--trace-path={database}", "--trace=fdatasync",
        "--inject=fdatasync:error=EIO:when=2+", seccomp=False)).listening()
    acknowledged = {}

    def note(key, answer):
        if answer.status == 201:
            acknowledged[key] = answer.json()["id"]

    load = Load(gateway.port, 16, lambda count: (keyed.create(f"p{count}z"), f"p{count}z"), note)
    load.run(count=30_000)
    injected = gateway.text(f"{place}/trace").count("INJECTED")
    require(injected >= 1, "no checkpoint was due")
    require(load.statuses[503] > 0, f"writes went on after a failed checkpoint: {dict(load.statuses)}")
    check_unavailable(client.ask(gateway.port, keyed.create("after0z")))
    require(client.ask(gateway.port, client.request("GET", "/readyz")).status == 503, "/readyz is not 503")
    require("errno 5). What was answered" in gateway.errors(), f"standard error does not say why: {gateway.errors()}")
    require(gateway.stop() == 0, "the stop did not end with 0")
    gateway = Gateway(database).listening()
    ledger.check_answers(gateway.port, acknowledged)
    require(gateway.stop() == 0, "the stop did not end with 0")
    ledger.check_database(database, acknowledged)
    return f"{len(acknowledged)} acknowledged before and all there, then 503, /readyz 503, the log says why"


def check_unavailable(answer):
    """503 in Duro's shape, with Retry-After."""
    require(answer.status == 503, f"{answer.status} instead of 503: {answer.body}")
    require((answer.field("Retry-After") or "").isdigit(), f"no Retry-After: {answer.head}")
    error = answer.json().get("error", {})
    require({"code", "message"} <= set(error), f"not Duro's shape: {answer.body}")
