"""A disk without room: creates are refused and reads go on, and creates go on as soon as there is room."""

import time

import client
import dialects
import keyed
import ledger
from case import DATABASE, Gateway, eventually, folder, refused, require, strace
from durability import check_unavailable
from load import create_many
from small_disk import Disk


def full(quick):
    """a full disk, then a larger one"""
    with Disk(700) as disk:
        gateway = Gateway(disk.database).listening()
        before = fill_by_creates(gateway)
        disk.grow(60_000)
        resumed, after = go_on(gateway, before)
        again = kill_when_full(disk, gateway, before | after)
        refused_in_shape()
        no_room_at_start = start_without_room()
    return (f"{len(before)} acknowledged, then 503 in the shape of each provider with Retry-After, "
            f"reads go on; writes again {resumed:.2f} s "
            f"after there was room, {len(after) + len(again)} more; killed when full, all there, integrity ok; "
            f"no room at a start: exit {no_room_at_start}")


def fill_by_creates(gateway):
    """Makes sessions until the disk is full; returns those that were acknowledged."""
    acknowledged, refusals = create_many(gateway.port, "f", 4, refused=50)
    require(acknowledged and refusals, f"{len(acknowledged)} acknowledged and {len(refusals)} refused")
    check_refusals(refusals)
    require(gateway.is_running(), "the gateway ended")
    ledger.check_answers(gateway.port, acknowledged)
    require("no room on the disk" in gateway.errors(), f"standard error does not say why: {gateway.errors()}")
    return acknowledged


def check_refusals(refusals):
    for answer in refusals[:50]:
        check_unavailable(answer)


def go_on(gateway, before):
    """Makes sessions after there is room; returns how many seconds passed until the first, and the sessions."""
    resumed = await_writes(gateway)
    after, late = create_many(gateway.port, "g", 4, count=500)
    require(len(after) == 500 and not late, f"{len(late)} refused after there was room")
    ledger.check_answers(gateway.port, before | after)
    # The gateway writes at most one line a second.
    eventually(
        lambda: create_one(gateway, "u") and "taken again" in gateway.errors(),
        "standard error does not say that it goes on")
    return resumed, after


def create_one(gateway, name):
    return client.ask(gateway.port, keyed.create(f"{name}{time.monotonic_ns()}z"))


def await_writes(gateway):
    return eventually(lambda: create_one(gateway, "t").status == 201, "writes did not resume")


def kill_when_full(disk, gateway, before):
    """Fills the disk again and kills the gateway, whose database has to open again; returns the sessions made."""
    disk.fill()
    again, refusals = create_many(gateway.port, "h", 4, refused=50)
    require(refusals, "nothing was refused on a disk that is full again")
    gateway.kill()
    disk.clear()
    gateway = Gateway(disk.database).listening()
    ledger.check_answers(gateway.port, before | again)
    require(gateway.stop() == 0, "the stop did not end with 0")
    ledger.check_database(disk.database, before | again)
    return again


def refused_in_shape():
    """Makes each provider's creates until the disk has no room for one more."""
    with Disk(700) as disk:
        gateway = Gateway(disk.database).listening()
        with client.Connection(gateway.port) as connection:
            known = connection.ask(keyed.create("known0z")).json()["id"]
            for name in dialects.names():
                dialects.check_unavailable(name, first_refusal(connection, name))
                require(connection.ask(keyed.retrieve(known)).status == 200, f"no read after a refusal of {name}")
        require(gateway.stop() == 0, "the stop did not end with 0")


def first_refusal(connection, name):
    """The first answer to a create of this provider that is no success, or the last of many answers."""
    for _ in range(3_000):
        answer = connection.ask(dialects.create(name))
        if answer.status not in (200, 201):
            break
    return answer


def start_without_room():
    with Disk(16) as disk:
        disk.fill()
        code, said = refused(disk.database)
        require(code == DATABASE and "no room" in said.lower(), f"exit {code}: {said}")
        return code


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
    await_writes(gateway)
    more, _ = create_many(gateway.port, "later", 4, count=200)
    acknowledged |= more
    ledger.check_answers(gateway.port, acknowledged)
    require(gateway.stop() == 0, "the stop did not end with 0")
    stored = ledger.check_database(database, acknowledged)
    require(stored == len(acknowledged) + 1, f"{stored} stored and {len(acknowledged) + 1} acknowledged")
    return (f"{injected} errors, {len(refusals)} refused with 503 in shape, {len(acknowledged)} acknowledged, "
            "exactly these stored, integrity ok")
