"""A gateway whose settings open some networks, and then one whose settings open none."""

import table
from listener import LEAK
from stage import is_heard

NETWORKS = ["127.0.0.0/8", "10.0.0.0/8", "169.254.169.254", "100.64.0.0/10", "fd00::/8", "::1"]
# URLs within the networks. Each is one that nobody may write while they are closed.
OPEN = [
    "http://127.0.0.1:8080/open", "http://127.0.0.1/open", "http://localhost:8080/open", "http://10.1.2.3:8080/open",
    "http://100.64.0.1:8080/open", "http://169.254.169.254/open", "http://moves-in.example:8080/open",
    "http://[::ffff:10.1.2.3]:8080/open",
]
OPEN6 = ["http://[::1]:8080/open", "http://[fd00::1]:8080/open", "http://[64:ff9b::7f00:1]:8080/open"]
CLOSED = [
    "http://172.16.0.1:8080/ok", "https://172.16.0.1/ok", "https://192.168.1.1/ok", "https://198.18.0.1/ok",
    "https://[2001:db8::1]/ok", f"http://{table.PUBLIC}/ok", f"https://{table.PUBLIC}:8080/ok", "http://[::]:8080/ok",
    "http://0.0.0.0:8080/ok", "https://169.254.169.253/ok", "http://user:word@127.0.0.1:8080/ok",
]

# Endpoints that were made and reached while their networks were open, with a delivery of each.
made = []


def opened_networks_are_reached_by_http_on_any_port(stage):
    stage.names.tell("moves-in.example", ("A", "10.1.2.3"))
    stage.start(webhook_networks_allow=NETWORKS)
    for url in [*OPEN, *(OPEN6 if is_heard("fd00::1") else [])]:
        before = len(stage.listener.got("/open"))
        endpoint = stage.make(url)
        delivery = stage.ping(endpoint)
        attempt = stage.attempt(delivery)
        stage.check(attempt["status"] == 200, f"{url} is reached: {attempt}")
        stage.check(len(stage.listener.got("/open")) == before + 1, f"the listener heard {url}")
        made.append((url, endpoint, delivery))


def other_networks_stay_closed(stage):
    before = stage.listener.heard()
    for url in CLOSED:
        answer = stage.call("POST", "endpoints", {"url": url, "format": "gateway"})
        stage.check(answer.status == 400, f"{url} is refused: {answer.status}")
    stage.names.tell("plain.example", ("A", table.PUBLIC))
    stage.names.tell("half-open.example", ("A", "10.1.2.3"), ("A", "192.168.1.1"))
    for name in ("plain.example", "half-open.example"):
        endpoint = stage.make(f"http://{name}:8080/ok")
        stage.refuses(stage.ping(endpoint), name)
        stage.remove(endpoint)
    stage.hears_nothing(before, "closed networks")


def a_redirect_is_not_followed(stage):
    """The target is in an open network, so only the redirect itself keeps the gateway away from it."""
    endpoint = stage.make("http://10.1.2.3:8080/redirect")
    attempt = stage.attempt(stage.ping(endpoint))
    stage.check(attempt["status"] == 302, f"the redirect is the answer: {attempt}")
    stage.check(not stage.listener.got("/leak"), f"nothing is sent to {LEAK}")
    stage.remove(endpoint)


def authorities_of_the_system_do_not_know_the_tests_own(stage):
    endpoint = stage.make("https://good.example/ok")
    attempt = stage.attempt(stage.ping(endpoint))
    stage.check((attempt["failure"] or {}).get("phase") == "securing", f"an unknown authority is refused: {attempt}")
    stage.remove(endpoint)


def closing_the_networks_ends_pings_and_resends(stage):
    """The endpoints are those of the networks that were open before."""
    stage.start(outbound_ca_file=stage.certificates.authority)
    before = stage.listener.heard()
    for url, endpoint, delivery in made:
        ping = stage.ping(endpoint)
        stage.resend(delivery)
        stage.refuses(ping, f"a ping of {url}")
        stage.refuses(delivery, f"what is sent again to {url}", number=2)
        stage.resend(ping)
        stage.refuses(ping, f"a ping of {url} that is sent again", number=2)
        answer = stage.call("PATCH", f"endpoints/{endpoint}", {"url": url + "?new"})
        stage.check(answer.status == 400, f"{url} cannot be written any more: {answer.status}")
        stage.remove(endpoint)
    stage.hears_nothing(before, "networks that are closed again")


SCENARIOS = [
    opened_networks_are_reached_by_http_on_any_port, other_networks_stay_closed, a_redirect_is_not_followed,
    authorities_of_the_system_do_not_know_the_tests_own, closing_the_networks_ends_pings_and_resends,
]
