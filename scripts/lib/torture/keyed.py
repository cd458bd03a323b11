"""Creates whose answers and rows differ: each has a key, and its amount and its text follow from the key."""

import client
import providers

TOKEN = providers.named("duro").token
PATH = "/v1/checkout/sessions"


def amount_of(key):
    """The amount that a create with this key asks for, so that a mixed-up row shows."""
    return 1 + sum(key.encode()) * 7919 % 999_983


def notes_of(key):
    """Text for one key in four, long enough that the gateway compresses the body, and different for each key, so that a
    mixed-up body shows."""
    return f"{key} " * 256 if amount_of(key) % 4 == 0 else ""


def create_body(key):
    body = b'{"amount":%d,"metadata":{"key":"%s"}' % (amount_of(key), key.encode())
    notes = notes_of(key)
    return body + (b',"notes":"%s"}' % notes.encode() if notes else b"}")


def create(key):
    return client.request("POST", PATH, create_body(key), token=TOKEN)


def retrieve(identifier):
    return client.request("GET", f"{PATH}/{identifier}", token=TOKEN)
