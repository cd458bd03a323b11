"""Compares what a receiver got with the timelines of all sessions: everything that happened was told, in order and with
the same bytes, and nothing else."""

import collections
import datetime
import json
import os
import subprocess
import time
import uuid

import patience
from case import eventually, require
from sandbox import CLOCK, DELIVERIES, ENDPOINTS, SESSIONS

VERIFIERS = ".build/webhook-venv/bin/python", "scripts/lib/webhook_verifiers.py"
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
FORMATS = ["gateway", "stripe"]
PREFIX = "checkout.session."
# How long an event waits for the one before it, by the sandbox's clock, and what the clocks of two processes may differ.
WAIT_SECONDS, SLACK_SECONDS = 60, 1
ATTEMPTS_MAX = 5
# How many deliveries of each endpoint are sent again at the end.
RESENT = 5
# Longer than the longest wait between two attempts of a sandbox.
FORWARD_SECONDS = 150
# Signatures made this long after a rotation have both secrets.
ROTATION_SECONDS = 2


def decode(event_id):
    """The session's key, the number of the event in the timeline, and the format, of an event's id."""
    require(event_id.startswith("evt_") and len(event_id) == 26, f"{event_id} is not the id of an event")
    bits = 0
    for digit in event_id[4:]:
        bits = bits * 62 + DIGITS.index(digit)
    return bits >> 68, bits >> 8 & (1 << 60) - 1, bits & 255


def key_of(session):
    """The key of a session with this UUID: its milliseconds and the twelve bits after the version."""
    high = uuid.UUID(session).int >> 64
    return high >> 16 << 12 | high & 0xFFF


def types_of(events, form):
    """What an endpoint is told about a timeline: the number and the type of each event."""
    was_processing = False
    for event in events:
        kind = event["kind"]
        if form == "gateway":
            word = kind if kind not in ("payment_attempted", "replayed") else None
        else:
            word = {
                "processing": "completed",
                "completed": "async_payment_succeeded" if was_processing else "completed",
                "expired": "async_payment_failed" if was_processing else "expired",
                "cancelled": "async_payment_failed" if was_processing else "expired",
                "payment_failed": "async_payment_failed" if was_processing else None}.get(kind)
        if word:
            yield event["sequence"], PREFIX + word
        was_processing = was_processing or kind == "processing"


class Told:
    """What arrived at the endpoints of one sandbox. Door and endpoint have the same number."""

    def __init__(self, sandbox, receiver):
        self.sandbox, self.receiver = sandbox, receiver
        self.endpoints, self.arrivals, self.verified = [], [], 0
        # Each move of the sandbox's clock: the time on the machine, and how far ahead it has been since.
        self.moves = [(0.0, 0)]
        self.by_id = collections.defaultdict(list)

    def add_endpoint(self, form):
        url = self.receiver.url(len(self.endpoints))
        endpoint = self.sandbox.add_endpoint(url, form)
        self.endpoints.append({"id": endpoint["id"], "format": form, "secrets": [(0.0, endpoint["secret"])]})

    def rotate(self, number):
        """Gives an endpoint another secret. For a day the old one signs too."""
        answer = self.sandbox.post(f"{ENDPOINTS}/{self.endpoints[number]['id']}/rotate")
        self.endpoints[number]["secrets"].append((time.time() + ROTATION_SECONDS, answer["secret"]))

    def collect(self):
        """Reads what has arrived, and compares each body with that of the attempts before."""
        for arrival in self.receiver.news():
            identifier = arrival.headers.get("webhook-id", "")
            known = self.by_id[arrival.door, identifier]
            require(not known or known[0].body == arrival.body, f"two attempts of {identifier} have different bodies")
            known.append(arrival)
            self.arrivals.append(arrival)

    def verify(self, place):
        """Has the libraries of shops verify what arrived since the last time, with every secret that signs."""
        self.collect()
        fresh, self.verified = self.arrivals[self.verified:], len(self.arrivals)
        if not fresh:
            return
        path = f"{place}/attempts"
        with open(path, "w") as file:
            for arrival in fresh:
                secrets = [text for since, text in self.endpoints[arrival.door]["secrets"] if since <= arrival.wall]
                attempt = {"secrets": secrets[::-1], "headers": arrival.headers, "body": arrival.body}
                file.write(json.dumps(attempt) + "\n")
        done = subprocess.run(
            [*VERIFIERS, path], capture_output=True, text=True, timeout=3 * patience.SECONDS, check=False,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        require(done.returncode == 0, f"the verifiers of shops say: {done.stdout[-200:]} {done.stderr[:600]}")

    def forward(self, seconds):
        """Puts the sandbox's clock forward."""
        since = time.time()
        moved = self.sandbox.post(CLOCK, {"advance_seconds": seconds})
        self.moves.append((since, moved["ahead_seconds"] + 1))

    def settle(self):
        """Lets the receiver take everything, until nothing is to be sent any more."""
        started = time.monotonic()
        while self.sandbox.pending():
            require(time.monotonic() - started < 5 * patience.SECONDS, "deliveries stay pending")
            before = self.receiver.count
            time.sleep(0.3)
            # Nothing arrives, so what is left is due later.
            if self.receiver.count == before and self.sandbox.pending():
                self.forward(FORWARD_SECONDS)

    def recover(self):
        """Has deliveries sent again whose attempts all failed; returns how many they were."""
        failed = 0
        for endpoint in self.endpoints:
            after = None
            while True:
                answer = self.sandbox.post(
                    f"{ENDPOINTS}/{endpoint['id']}/recover",
                    {"since": "2000-01-01T00:00:00Z", **({"after": after} if after else {})})
                failed += answer["recovered"]
                after = answer["next"]
                if not after:
                    break
        self.settle()
        return failed

    def resend(self):
        """Has the newest deliveries of each endpoint sent again, which were delivered: the same events in the same bytes."""
        before = {}
        for door, endpoint in enumerate(self.endpoints):
            for delivery in self.sandbox.get(f"{DELIVERIES}?endpoint={endpoint['id']}&limit={RESENT}")["data"]:
                attempts = self.by_id[door, delivery["event_id"]]
                before[door, delivery["event_id"]] = len(attempts)
                path = f"{DELIVERIES}/{delivery['id']}"
                require(self.sandbox.get(path)["body"] == attempts[0].body, f"the API shows another body of {delivery}")
                self.sandbox.post(f"{path}/resend")

        def came_again():
            self.collect()
            return all(len(self.by_id[place]) > count for place, count in before.items())

        eventually(came_again, "what was to be sent again does not arrive")
        self.settle()

    def judge(self, acknowledged):
        """Checks everything after the last delivery; returns (sessions, events told, attempts)."""
        self.collect()
        timelines = self._timelines(acknowledged)
        expected = [{} for _ in self.endpoints]
        for session, events in timelines.items():
            for number, endpoint in enumerate(self.endpoints):
                for sequence, word in types_of(events, endpoint["format"]):
                    expected[number][key_of(session), sequence] = (session, word)
        arrived = [{} for _ in self.endpoints]
        for (door, identifier), attempts in self.by_id.items():
            key, sequence, form = decode(identifier)
            self._check_body(door, identifier, attempts[0].body, expected[door].get((key, sequence)))
            require(FORMATS[form] == self.endpoints[door]["format"], f"{identifier} has the id of another format")
            arrived[door][key, sequence] = attempts
        for door, endpoint in enumerate(self.endpoints):
            untold = expected[door].keys() - arrived[door].keys()
            require(not untold, f"{len(untold)} of {len(expected[door])} events were not told, such as "
                    f"{[expected[door][place] for place in list(untold)[:3]]}")
        self._check_deliveries(expected)
        return len(timelines), sum(map(len, expected)), len(self.arrivals)

    def _timelines(self, acknowledged):
        """The events of all sessions by UUID, which have to have all that was acknowledged."""
        known = self.sandbox.timelines(acknowledged)
        for token, kinds in acknowledged.items():
            happened = [event["kind"] for event in known[token]["events"]]
            lost = kinds - set(happened)
            require(not lost, f"{lost} of session {known[token]['session']} was acknowledged, and its timeline has {happened}")
        found = {timeline["session"]: timeline["events"] for timeline in known.values()}
        others = {session["id"] for session in self.sandbox.all(SESSIONS)} - found.keys()
        for timeline in self.sandbox.timelines(others).values():
            found[timeline["session"]] = timeline["events"]
        return found

    def _check_body(self, door, identifier, text, happened):
        require(happened, f"{identifier} was told, and no timeline has it: {text[:300]}")
        session, word = happened
        body = json.loads(text)
        require((body["id"], body["type"]) == (identifier, word), f"{identifier} is {body['type']}, and happened as {word}")
        if self.endpoints[door]["format"] == "gateway":
            require(body["data"]["session"]["id"] == session, f"{identifier} tells of session {body['data']['session']['id']}")

    def _check_deliveries(self, expected):
        """Checks that the API's list has exactly the expected deliveries, and the order of those of each session."""
        for door, endpoint in enumerate(self.endpoints):
            lanes, listed = collections.defaultdict(list), set()
            for delivery in self.sandbox.all(DELIVERIES, endpoint=endpoint["id"]):
                place = key_of(delivery["session"]), delivery["sequence"]
                require(place in expected[door] and place not in listed, f"a delivery that nothing has caused: {delivery}")
                require(delivery["state"] == "delivered", f"the receiver took everything, and a delivery is not: {delivery}")
                listed.add(place)
                lanes[place[0]].append((place[1], delivery))
            require(len(listed) == len(expected[door]), f"{len(listed)} deliveries of {len(expected[door])} are listed")
            for lane in lanes.values():
                lane.sort(key=lambda entry: entry[0])
                self._check_order(door, [delivery for _, delivery in lane])

    def _check_order(self, door, lane):
        for before, after in zip(lane, lane[1:]):
            earlier = self.by_id[door, before["event_id"]]
            first = self.by_id[door, after["event_id"]][0]
            sent = [arrival for arrival in earlier if arrival.at < first.at]
            is_settled = any(arrival.answer in ("ok", "slow") for arrival in sent) or len(sent) >= ATTEMPTS_MAX
            waited = self._sandbox_time(first.wall) - seconds_of(after["created_at"])
            require(is_settled or waited >= WAIT_SECONDS - SLACK_SECONDS,
                    f"{after['event_id']} overtook {before['event_id']} after {waited:.1f} s")

    def _sandbox_time(self, wall):
        return wall + next(ahead for since, ahead in reversed(self.moves) if since <= wall)


def seconds_of(moment):
    """Seconds since 1970 of a date and time as in RFC 3339."""
    return datetime.datetime.fromisoformat(moment).timestamp()
