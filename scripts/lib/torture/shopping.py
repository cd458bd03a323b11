"""A stream of creates and outcomes, and what of it was acknowledged."""

import time

import client
from load import Load
from sandbox import SESSIONS, page_of, reference_of

# What follows a create, and how often: a step of the gateway's own API, or a look at the page.
STEPS = {"page": 20, "process": 20, "fail": 10, "complete": 30, "cancel": 10, "expire": 10}
# The event of a timeline that an acknowledged step has made.
MADE = {
    "create": "created", "process": "processing", "fail": "payment_failed", "complete": "completed",
    "cancel": "cancelled", "expire": "expired"}
CREATES_SHARE = 0.4


class Shopping:
    """Customers of all providers of a sandbox. Their steps are random, so some come too late and are refused."""

    def __init__(self, sandbox, chance):
        self.sandbox, self.chance = sandbox, chance
        # By reference: the pages of sessions that may still change, and the kinds of events that a timeline must have.
        self.open, self.acknowledged = {}, {}

    def run(self, rate, seconds, then=None):
        """Sends at a rate. With `then`, calls it after so many seconds, and goes on until the gateway is gone."""
        ends = time.monotonic() + seconds

        def is_over():
            nonlocal ends
            if then and ends and time.monotonic() >= ends:
                ends = None
                then()
            return False

        Load(self.sandbox.port, 4, self._make, self._note, rate=rate, reconnects=False).run(
            seconds=None if then else seconds, until=is_over)

    def _make(self, _):
        if not self.open or self.chance.random() < CREATES_SHARE:
            provider = self.chance.choice(list(self.sandbox.creates))
            return self.sandbox.creates[provider], ("create", None)
        reference = self.chance.choice(list(self.open))
        step = self.chance.choices(list(STEPS), STEPS.values())[0]
        if step == "page" and self.open[reference]:
            return client.request("GET", self.open[reference]), (step, reference)
        step = "complete" if step == "page" else step
        return self.sandbox.request("POST", f"{SESSIONS}/{reference}/{step}"), (step, reference)

    def _note(self, tag, answer):
        step, reference = tag
        if answer.status not in (200, 201) or step == "page":
            return
        if step == "create":
            reference = reference_of(answer)
            self.open[reference] = page_of(answer)
        self.acknowledged.setdefault(reference, set()).add(MADE[step])
        if step in ("complete", "cancel", "expire"):
            self.open.pop(reference, None)
