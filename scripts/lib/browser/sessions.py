"""A gateway that makes sessions of each provider, and tells what has become of the newest one."""

import sqlite3

import client
import providers
from gateway import Gateway

DURO, BILLING, METEROID, USERDOCKS = (providers.named(name) for name in ("duro", "billing", "meteroid", "userdocks"))
# A page of Userdocks opens only with the state that its session was made with.
STATE = USERDOCKS.sample["body"]["state"]
WITH_STATE = "&state=" + STATE
ADMIN = "gw_admin_conformance0000000000000000000"
STATUSES = ["open", "processing", "completed", "expired", "cancelled"]


class Sessions(Gateway):
    """The gateway whose pages are opened; `origin` is the shop's."""

    def __init__(self, program, configuration, folder, origin):
        self.folder, self.origin = folder, origin
        super().__init__(program, configuration, folder)

    def post(self, provider, body):
        return client.post(self.port, provider.path, body, provider.token)

    # Each of these makes a session, and returns the address of its page.

    def duro(self, **more):
        body = {"amount": 1500000, "customerEmail": "ada@example.com"} | more
        return self.post(DURO, body)["url"]

    def billing(self, success="/thanks?id={CHECKOUT_SESSION_ID}", cancel="/pricing"):
        return self.billing_to(self.origin + success, self.origin + cancel)

    def billing_to(self, success_url, cancel_url):
        return self.post(BILLING, {"success_url": success_url, "cancel_url": cancel_url})["url"]

    def meteroid(self, **more):
        return self.post(METEROID, METEROID.sample["body"] | more)["session"]["checkout_url"]

    def userdocks(self, mode="payment", quantity=3, price="price_1", method="card", address=False):
        """The address lacks the state, without which the page does not open; see WITH_STATE."""
        body = {
            "price": price, "taxRate": "txr_1", "allowedCountry": "DE", "paymentMethodType": method,
            "billingAddressCollection": address, "mode": mode, "quantity": quantity, "isReverseCharge": False,
            "state": STATE}
        return self.post(USERDOCKS, body)["data"]["checkout"]["nextAction"]["url"]

    def value(self, query):
        """The first value that the query finds in the database."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return connection.execute(query).fetchone()[0]
        finally:
            connection.close()

    def ends(self):
        """How many events of the newest session end it."""
        return self.value(
            "SELECT count(*) FROM events WHERE kind IN (5, 6, 7) AND session = (SELECT max(key) FROM sessions)")

    def status(self):
        """The status of the newest session."""
        return STATUSES[self.value("SELECT status FROM sessions ORDER BY key DESC LIMIT 1")]

    def act(self, action):
        """Ends the newest session, or takes another step of it, by the gateway's own API."""
        number = self.value("SELECT max(number) FROM sessions")
        client.post(self.port, f"/gateway/v1/sessions/{number}/{action}", None, ADMIN)

    def count(self, kind):
        """How many events of a kind the newest session has."""
        number = self.value("SELECT max(number) FROM sessions")
        timeline = client.get(self.port, f"/gateway/v1/sessions/{number}/timeline", ADMIN).json()
        return sum(event["kind"] == kind for event in timeline["events"])

    def expire(self):
        """Lets all open sessions expire: stops, changes the database, and starts again."""
        self.stop()
        connection = sqlite3.connect(self.database)
        with connection:
            connection.execute("UPDATE sessions SET expires = created + 1 WHERE status = 0")
        connection.close()
        self.start()
        self.listening()
