"""The requests that functions judge: signed ones with each of their secrets, and changed ones that have to be refused."""

import typing

TOLERANCE_SECONDS = 300
STRANGER = "whsec_" + "A" * 43 + "="
STANDARD, STRIPE = "standard", "stripe"
# The header fields that each kind of signature reads.
FIELDS = {STANDARD: ("webhook-id", "webhook-timestamp", "webhook-signature"), STRIPE: ("stripe-signature",)}


class Request(typing.NamedTuple):
    name: str
    is_valid: bool
    sent: dict


def all_of(attempts):
    return [request for attempt in attempts for kind in FIELDS for request in of(attempt, kind)]


def of(attempt, kind):
    """All requests of one kind that are made of a signed attempt."""
    headers = {
        "webhook-id": attempt["id"], "webhook-timestamp": str(attempt["seconds"]),
        "webhook-signature": attempt["webhook_signature"], "stripe-signature": attempt["stripe_signature"]}
    seconds, secret, body = attempt["seconds"], attempt["secrets"][-1], attempt["body"]

    def request(name, is_valid, *, secret=secret, headers=headers, body=body, now=seconds):
        return Request(
            f"{attempt['name']}, {kind}: {name}", is_valid,
            {"kind": kind, "secret": secret, "headers": headers, "body": body, "now": now})

    for number, each in enumerate(attempt["secrets"]):
        yield request(f"secret {number}", True, secret=each)
    for late in (TOLERANCE_SECONDS, -TOLERANCE_SECONDS):
        yield request(f"{late} s later", True, now=seconds + late)
        yield request(f"more than {late} s later", False, now=seconds + late + (1 if late > 0 else -1))
    yield request("another secret", False, secret=STRANGER)
    yield request("a longer body", False, body=body + " ")
    yield request("another body", False, body='{"type":"forged"}')
    for field in FIELDS[kind]:
        yield request(f"no {field}", False, headers={name: headers[name] for name in headers if name != field})
        yield request(f"an empty {field}", False, headers=headers | {field: ""})
    for name, changed in {STANDARD: standard_changes, STRIPE: stripe_changes}[kind](headers, seconds):
        yield request(name, False, headers=headers | changed)
    yield request("an unknown signature before it", True, headers=headers | with_unknown(headers, kind))


def standard_changes(headers, seconds):
    yield "another id", {"webhook-id": headers["webhook-id"] + "0"}
    yield "another time", {"webhook-timestamp": str(seconds + 1)}
    for text in ("x", "-1", f" {seconds}", f"{seconds}.0", "9" * 5_000, "٣"):
        yield f"the time {text[:20]}", {"webhook-timestamp": text}
    yield "another version", {"webhook-signature": headers["webhook-signature"].replace("v1,", "v2,")}
    yield "no version", {"webhook-signature": headers["webhook-signature"].replace("v1,", "")}
    yield "a short signature", {"webhook-signature": headers["webhook-signature"][:-1]}
    yield "a signature that is not ASCII", {"webhook-signature": "v1,é"}


def stripe_changes(headers, seconds):
    signature = headers["stripe-signature"]
    yield "another time", {"stripe-signature": signature.replace(f"t={seconds}", f"t={seconds + 1}")}
    for text in ("", "x", "-1", f" {seconds}", f"{seconds}.0", "9" * 5_000, "٣"):
        yield f"the time {text[:20]}", {"stripe-signature": signature.replace(f"t={seconds}", f"t={text}")}
    yield "no time", {"stripe-signature": signature.replace(f"t={seconds},", "")}
    yield "another version", {"stripe-signature": signature.replace("v1=", "v0=")}
    yield "a short signature", {"stripe-signature": signature[:-1]}
    yield "a signature that is not ASCII", {"stripe-signature": f"t={seconds},v1=é"}
    yield "no pairs", {"stripe-signature": "v1"}


def with_unknown(headers, kind):
    if kind == STANDARD:
        return {"webhook-signature": "v1a,AAAA " + headers["webhook-signature"]}
    time, rest = headers["stripe-signature"].split(",", 1)
    return {"stripe-signature": f"{time},v0=00,{rest}"}
