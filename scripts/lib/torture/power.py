"""Power losses: the database as a disk could hold it after one, at any moment of a run."""

import os
import shutil
import time

import client
import keyed
import ledger
import recording
from case import Gateway, folder, require, strace
from chance import draw
from load import Load
from medium import Medium


def loss(quick):
    """the power fails, and any part of the unsynced bytes is kept"""
    creates, wanted = (150, 30) if quick else (3_000, 100)
    place = folder()
    database, trace = f"{place}/gateway.db", f"{place}/../{os.path.basename(place)}.trace"
    known = record(database, trace, creates)
    events = list(recording.events(trace, database))
    os.remove(trace)
    answers = sum(event[0] == "answer" for event in events)
    require(answers == len(known) == creates, f"{answers} of {creates} answers are in the trace")

    syncs = [number for number, event in enumerate(events) if event[0] == "sync"]
    chance = draw()
    moments = choose(events, syncs, wanted, database, chance)
    medium, acknowledged = Medium(place), {}
    images = changed = lost = least = 0
    slowest = 0.0
    for number, event in enumerate(events):
        # Power fails before the sync has done its work: the bytes that it covers are not safe, but all earlier answers
        # were given.
        for _ in range(moments.count(number)):
            grain = chance.choice([512, 4_096])
            here = folder()
            one, other = medium.image(here, grain, chance)
            images, changed, lost = images + 1, changed + one, lost + other
            about = f"power lost before sync {syncs.index(number) + 1} of {len(syncs)}, of {event[1]}, torn at {grain}"
            slowest = max(slowest, check(f"{here}/gateway.db", acknowledged, about))
            least += len(acknowledged)
            shutil.rmtree(here)
        if event[0] == "answer":
            acknowledged[known[event[1]]] = event[1]
        else:
            medium.take(*event)
    require(2 * lost > images, f"only {lost} of {changed} changed sectors or pages were lost, so nothing is proven")
    return (f"{images} images of {len(syncs)} syncs with {creates} creates; of {changed} sectors and pages that were not "
            f"synced {lost} lost; integrity ok, 0 of {least} acknowledged lost, 0 twice, 0 half-made, slowest start "
            f"{slowest:.2f} s")


def record(database, trace, count):
    """Runs a gateway from its first start to its end; returns the keys of the acknowledged creates, by public id."""
    gateway = Gateway(database, wrap=strace(trace, *recording.OPTIONS)).listening()
    known = {}

    def note(key, answer):
        require(answer.status == 201, f"{answer.status}: {answer.body}")
        known[answer.json()["id"]] = key

    Load(gateway.port, 4, lambda number: (keyed.create(f"p{number}z"), f"p{number}z"), note).run(
        count=count)
    require(gateway.stop() == 0, "the stop did not end with 0")
    # The tracer is another process, which may still write.
    time.sleep(0.3)
    return known


def choose(events, syncs, wanted, database, chance):
    """Chooses moments. Half are those where more than the log changes: a new file, a checkpoint, a log that starts
    anew."""
    log = f"{database}-wal"
    rare = [number for index, number in enumerate(syncs)
            if events[number][1] != log or index and events[syncs[index - 1]][1] != log]
    return sorted(chance.choices(rare, k=wanted // 2) + chance.choices(syncs, k=wanted - wanted // 2))


def check(database, acknowledged, about):
    """Starts a gateway on an image and checks the database; returns how long the start took."""
    try:
        gateway = Gateway(database).listening()
        answer = client.ask(gateway.port, keyed.create("afterwards0z"))
        require(answer.status == 201, f"a create is answered with {answer.status}")
        gateway.kill()
        ledger.check_database(database, acknowledged | {"afterwards0z": answer.json()["id"]})
    except Exception as reason:
        raise type(reason)(f"{about}: {reason}") from reason
    return gateway.startup
