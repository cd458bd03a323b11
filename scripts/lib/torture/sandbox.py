"""Sandboxes, which send webhooks to loopback and have a clock that can be put forward."""

import json
import re
import shlex
import urllib.parse

import client
import gateway
from case import PROGRAM, eventually, folder, require
from load import Load

LIST_LIMIT = 100
ENDPOINTS, DELIVERIES, SESSIONS, CLOCK = (
    f"/gateway/v1/{name}" for name in ("webhooks/endpoints", "webhooks/deliveries", "sessions", "test/clock"))
TOKEN, ID = re.compile(rb"(cs_test_\w+)"), re.compile(rb'"id":"?([0-9a-f-]+)')
PAGE = re.compile(rb'/checkout[/?][^"]+')


class Sandbox(gateway.Gateway):
    """A gateway without a configuration, with the calls that it printed. It keeps its port when it starts again."""

    def __init__(self, *options, database=None, **how):
        place = folder()
        super().__init__(PROGRAM, None, place, *options, database=database or f"{place}/gateway.db", **how)
        self.admin, self.creates = None, {}

    def listening(self, *seconds):
        super().listening(*seconds)
        if not self.admin:
            eventually(self._read_keys, "the sandbox does not print its credentials")
        return self

    def _read_keys(self):
        """Reads the administrator's credential and the curl line of each provider, which are printed at the first start."""
        printed = self.text(self.out)
        found = re.search(r"^gateway: (\S+)$", printed, re.M)
        if not found:
            return False
        self.admin = found.group(1)
        for line in printed.splitlines():
            words = shlex.split(line) if line.startswith("curl ") else []
            if "-d" not in words:
                continue
            fields = [words[place + 1] for place, word in enumerate(words) if word == "-H"]
            url = urllib.parse.urlsplit(words[2])
            self.creates[url.path.split("/")[1]] = client.request(
                "POST", url.path, words[words.index("-d") + 1].encode(),
                [field for field in fields if not field.startswith("Content-Type")])
        return True

    def request(self, method, path, body=None):
        """A request to the gateway's own API, as bytes."""
        return client.request(method, path, None if body is None else json.dumps(body).encode(), token=self.admin)

    def post(self, path, body=None):
        return client.post(self.port, path, body, self.admin)

    def get(self, path):
        answer = client.get(self.port, path, self.admin)
        require(answer.status == 200, f"GET {path} was answered with {answer.status}: {answer.body[:200]}")
        return answer.json()

    def all(self, path, **filters):
        """Everything in a list of the API."""
        found, cursor = [], None
        with client.Connection(self.port) as connection:
            while True:
                query = urllib.parse.urlencode({"limit": LIST_LIMIT, **filters, **({"cursor": cursor} if cursor else {})})
                answer = connection.ask(self.request("GET", f"{path}?{query}"))
                require(answer.status == 200, f"GET {path}?{query}: {answer.status} {answer.body[:200]}")
                page = answer.json()
                found += page["data"]
                cursor = page.get("next_cursor")
                if not cursor:
                    return found

    def timelines(self, references):
        """The timeline of each session, by its reference."""
        references, found = list(references), {}

        def make(number):
            return self.request("GET", f"{SESSIONS}/{references[number]}/timeline"), references[number]

        def note(reference, answer):
            require(answer.status == 200, f"the timeline of {reference}: {answer.status} {answer.body[:200]}")
            found[reference] = answer.json()

        Load(self.port, 8, make, note).run(count=len(references))
        require(len(found) == len(references), f"{len(found)} of {len(references)} timelines were answered")
        return found

    def add_endpoint(self, url, form="gateway", events=("*",)):
        return self.post(ENDPOINTS, {"url": url, "format": form, "events": list(events)})

    def pending(self):
        """Whether a delivery is still to be sent."""
        return bool(self.get(f"{DELIVERIES}?state=pending&limit=1")["data"])

    def create_many(self, count, provider="duro", connections=8):
        """Makes sessions; returns a reference to each."""
        references = []

        def note(_, answer):
            require(answer.status in (200, 201), f"a create: {answer.status} {answer.body[:200]}")
            references.append(reference_of(answer))

        Load(self.port, connections, lambda _: self.creates[provider], note).run(count=count)
        return references


def reference_of(answer):
    """A reference to the session of a create's answer: the token of its page, or its id."""
    return (TOKEN.search(answer.body) or ID.search(answer.body)).group(1).decode()


def page_of(answer):
    """The path of a new session's page; None for a provider that does not tell it."""
    found = PAGE.search(answer.body)
    return found and found.group().decode()
