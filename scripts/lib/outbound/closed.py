"""A gateway whose settings open no network: which URLs it refuses, and which names."""

import socket

import dnslib
import patience
import table
from stage import is_heard

# Names that have an address to which no webhook may go, and their records.
NAMES = {
    **{f"private{number}.example": [("A", address)] for number, address in enumerate(["127.0.0.1", *table.PRIVATE])},
    **{f"private6{number}.example": [("AAAA", address)] for number, address in enumerate(["::1", *table.PRIVATE6])},
    "mapped.example": [("AAAA", "::ffff:7f00:1")],
    "none.example": [("A", "0.0.0.0")],
    "group.example": [("A", "224.0.0.1")],
    "public-first.example": [("A", table.PUBLIC), ("A", "127.0.0.1")],
    "private-first.example": [("A", "127.0.0.1"), ("A", table.PUBLIC)],
    "public4-private6.example": [("A", table.PUBLIC), ("AAAA", "::1")],
    "public6-private4.example": [("AAAA", table.PUBLIC6), ("A", "10.1.2.3")],
    "many.example": [*(("A", f"93.184.216.{number}") for number in range(40, 56)), ("A", "127.0.0.1")],
    "alias.example": [("CNAME", "inside.example")],
}


def the_listener_hears_this_machines_addresses(stage):
    """Otherwise it would prove nothing that it hears nothing."""
    for address in ("127.0.0.1", table.PUBLIC, *table.PRIVATE):
        stage.check(is_heard(address), f"the listener hears {address}")
    for address in ("::1", *table.PRIVATE6) if is_heard("fd00::1") else ():
        stage.check(is_heard(address), f"the listener hears {address}")


def no_endpoint_is_made_at_a_refused_url(stage):
    before, endpoints = stage.listener.heard(), stage.asked("GET", "endpoints")
    for url in table.refused_urls():
        answer = stage.call("POST", "endpoints", {"url": url, "format": "gateway"})
        stage.check(answer.status == 400, f"{url[:80]!r} is refused: {answer.status}")
        if answer.status == 400:
            detail = answer.json().get("detail", "")
            stage.check(detail.startswith("url ") and len(detail) < 300, f"{url[:80]!r}: a sentence says why: {detail}")
    stage.check(stage.asked("GET", "endpoints") == endpoints, "the endpoints are as before")
    stage.hears_nothing(before, "refused URLs")


def no_endpoint_is_moved_to_a_refused_url(stage):
    before = stage.listener.heard()
    url = "https://good.example/ok"
    endpoint = stage.make(url)
    for other in table.refused_urls():
        answer = stage.call("PATCH", f"endpoints/{endpoint}", {"url": other})
        stage.check(answer.status == 400, f"{other[:80]!r} is refused: {answer.status}")
    stage.check(stage.asked("GET", f"endpoints/{endpoint}")["url"] == url, "the URL is as before")
    stage.remove(endpoint)
    stage.hears_nothing(before, "refused URLs")


def nothing_is_sent_to_a_name_with_a_refused_address(stage):
    stage.names.tell("inside.example", ("A", "10.1.2.3"))
    before = stage.listener.heard()
    for name, records in NAMES.items():
        stage.names.tell(name, *records)
        endpoint = stage.make(f"https://{name}/ok")
        delivery = stage.ping(endpoint)
        stage.refuses(delivery, f"{name} with {records[:3]}")
        stage.remove(endpoint)
    stage.hears_nothing(before, "names with refused addresses")


def nothing_is_sent_to_a_name_that_was_public_when_its_endpoint_was_made(stage):
    """Somebody else asked for the name first, and got the public address."""
    before = stage.listener.heard()
    stage.names.tell("rebound.example", ("A", table.PUBLIC), later=[("A", "127.0.0.1")])
    endpoint = stage.make("https://rebound.example/ok")
    if not stage.names.count("rebound.example"):
        look_up("rebound.example")
    stage.check(stage.names.count("rebound.example") == 1, "the public address was told once")
    delivery = stage.ping(endpoint)
    stage.refuses(delivery, "a name that has moved")
    stage.resend(delivery)
    stage.refuses(delivery, "a name that has moved, again", number=2)
    stage.remove(endpoint)
    stage.hears_nothing(before, "a name that has moved")


def look_up(name):
    """Asks the name server, as anybody can."""
    question = dnslib.DNSRecord.question(name)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        connection.settimeout(patience.SECONDS)
        connection.sendto(question.pack(), ("127.0.0.1", 53))
        connection.recv(4_096)


SCENARIOS = [
    the_listener_hears_this_machines_addresses, no_endpoint_is_made_at_a_refused_url,
    no_endpoint_is_moved_to_a_refused_url, nothing_is_sent_to_a_name_with_a_refused_address,
    nothing_is_sent_to_a_name_that_was_public_when_its_endpoint_was_made,
]
