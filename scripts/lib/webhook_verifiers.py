"""Verifies attempts to deliver events with the libraries that shops use: PyPI's stripe and standardwebhooks.

Called with a file of JSON lines: {"secrets": [...], "headers": {...}, "body": "..."}. The secrets are all those that sign,
the newest first; the names of the headers are in small letters.
"""

import json
import sys

import standardwebhooks
import stripe

from checks import Checks

check = Checks("webhook verifiers")
REFUSED = (standardwebhooks.WebhookVerificationError, stripe.SignatureVerificationError, ValueError)
STRANGER = "whsec_" + "A" * 43 + "="


def standard(secret, headers, body):
    return standardwebhooks.Webhook(secret).verify(body, headers)


def by_stripe(secret, headers, body):
    return stripe.Webhook.construct_event(body, headers["stripe-signature"], secret)


def refuses(verify, *arguments):
    try:
        verify(*arguments)
    except REFUSED:
        return True
    return False


def verify(attempt):
    """One attempt with every secret, and what nobody signed."""
    headers, body = attempt["headers"], attempt["body"]
    for secret in attempt["secrets"]:
        event = standard(secret, headers, body)
        check(event["id"] == headers["webhook-id"], f"the header has the id of the body: {event['id']}")
        by_stripe(secret, headers, body)
    for library in (standard, by_stripe):
        check(refuses(library, STRANGER, headers, body), "another secret is refused")
        check(refuses(library, attempt["secrets"][0], headers, body + " "), "a changed body is refused")
    late = dict(headers, **{"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)})
    check(refuses(standard, attempt["secrets"][0], late, body), "another time is refused")


def decode(attempt):
    """What Stripe's library makes of an event in Stripe's format."""
    event = by_stripe(attempt["secrets"][0], attempt["headers"], attempt["body"])
    check(isinstance(event, stripe.Event), f"an event: {type(event)}")
    check(event.api_version == "2026-10-28.endive", f"the version: {event.api_version}")
    session = event.data.object
    if event.type == "webhook.ping":
        return
    check(isinstance(session, stripe.checkout.Session), f"a session: {type(session)}")
    check(session.id.startswith(("cs_test_", "cs_live_")), f"an id: {session.id}")
    check(session.status in ("complete", "expired"), f"a status: {session.status}")
    check(session.payment_status in ("paid", "unpaid", "no_payment_required"), f"paid or not: {session.payment_status}")
    check(session.url is None, "no page after the end")
    check(session.amount_total is None or session.amount_total == session.amount_subtotal, "one amount")


def verifies():
    for attempt in attempts:
        verify(attempt)


def decodes():
    for attempt in attempts:
        if json.loads(attempt["body"]).get("object") == "event":
            decode(attempt)


with open(sys.argv[1], encoding="utf-8") as lines:
    attempts = [json.loads(line) for line in lines]
check(len(attempts) > 0, "there are attempts")
check.run([verifies, decodes], (Exception,))
check.end(f", {len(attempts)} attempts")
