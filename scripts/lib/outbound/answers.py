"""What a gateway sends to public receivers, and how much of their answers it takes."""

import time

import table
from listener import PROXY

# The bounds of an answer, which openapi/gateway.yaml promises.
BODY_BYTES, WHOLE_MS, HEAD_BYTES = 16_384, 15_000, 65_536
# The gateway remembers the addresses of a name for a minute.
REMEMBERED_SECONDS = 61
SECRET = "query-secret-7c1f"
SLOW = ["/slow", "/slow-head"]

# What begins early, because it takes long: deliveries and endpoints by their paths, and the name that moves later.
slow = {}
moving = {}


def slow_answers_and_a_name_that_will_move_begin(stage):
    for path in SLOW:
        endpoint = stage.make(f"https://slow.example{path}")
        slow[path] = endpoint, stage.ping(endpoint)
    stage.names.tell("moves.example", ("A", table.PUBLIC), later=[("A", "127.0.0.1")])
    endpoint = stage.make("https://moves.example/ok")
    attempt = stage.attempt(stage.ping(endpoint))
    stage.check(attempt["status"] == 200, f"the name is public at first: {attempt}")
    moving.update(endpoint=endpoint, at=time.monotonic())


def a_public_receiver_gets_what_is_sent_and_nothing_else(stage):
    before = len(stage.listener.got())
    for url in ("https://good.example/ok", "https://good.example:8443/ok", f"https://{table.PUBLIC}/ok"):
        endpoint = stage.make(f"{url}?token={SECRET}")
        for _ in range(2):
            attempt = stage.attempt(stage.ping(endpoint))
            stage.check(attempt["status"] == 200, f"{url} is reached: {attempt}")
            stage.check(attempt["address"] == table.PUBLIC, f"the address that answered: {attempt['address']}")
        stage.remove(endpoint)
    requests = [request for request in stage.listener.got()[before:] if SECRET in request.line]
    stage.check(len(requests) == 6, f"{len(requests)} requests arrived")
    for request in requests:
        stage.check(request.line == f"POST /ok?token={SECRET} HTTP/1.1", f"the first line: {request.line}")
        stage.check(request.protocol in (None, "http/1.1"), f"the protocol: {request.protocol}")
        wrong = {"authorization", "proxy-authorization", "cookie", "proxy-connection", "expect", "upgrade", "referer"}
        stage.check(not wrong & set(request.fields), f"the fields: {request.fields}")
    proxied = [address for address, port in stage.listener.heard() if port == PROXY]
    stage.check(not proxied, "no proxy of the environment is used")


def a_receiver_needs_a_certificate_for_its_name(stage):
    before = len(stage.listener.got())
    names = ("self.example", "stranger.example", "wrong.example", "expired.example")
    for name in names:
        endpoint = stage.make(f"https://{name}/ok")
        attempt = stage.attempt(stage.ping(endpoint))
        stage.check((attempt["failure"] or {}).get("phase") == "securing", f"{name} is refused: {attempt}")
        stage.remove(endpoint)
    sent = [request for request in stage.listener.got()[before:] if request.fields.get("host") in names]
    stage.check(not sent, f"nothing is sent to them: {sent}")


def an_endless_answer_is_cut(stage):
    endpoint = stage.make("https://good.example/endless")
    attempt = stage.attempt(stage.ping(endpoint))
    stage.check(attempt["status"] == 200, f"it is an answer: {attempt['status']}")
    stage.check(attempt["answer_truncated"] is True, "it is truncated")
    stage.check(len(attempt["answer_body"]) == BODY_BYTES, f"{len(attempt['answer_body'])} bytes are kept")
    stage.check(attempt["duration_ms"] < WHOLE_MS, f"it took {attempt['duration_ms']} ms")
    stage.remove(endpoint)


def an_endless_head_is_cut(stage):
    for path in ("/lines", "/line", "/early"):
        endpoint = stage.make(f"https://good.example{path}")
        attempt = stage.attempt(stage.ping(endpoint))
        stage.check((attempt["failure"] or {}).get("phase") == "receiving", f"{path} is refused: {attempt}")
        stage.check(len(str(attempt)) < HEAD_BYTES, f"{path}: little is kept")
        stage.remove(endpoint)


def slow_answers_are_cut(stage):
    for path, (endpoint, delivery) in slow.items():
        attempt = stage.attempt(delivery)
        stage.check((attempt["failure"] or {}).get("phase") == "timed_out", f"{path} is cut: {attempt}")
        stage.check(
            WHOLE_MS - 100 <= attempt["duration_ms"] <= 2 * WHOLE_MS, f"{path} took {attempt['duration_ms']} ms")
        stage.remove(endpoint)


def nothing_is_sent_to_a_name_that_has_moved_since_the_last_attempt(stage):
    time.sleep(max(0, moving["at"] + REMEMBERED_SECONDS - time.monotonic()))
    before = stage.listener.heard()
    stage.refuses(stage.ping(moving["endpoint"]), "a name that has moved")
    stage.check(stage.names.count("moves.example") > 1, "the name was asked for again")
    stage.hears_nothing(before, "a name that has moved")
    stage.remove(moving["endpoint"])


def queries_of_urls_are_not_in_the_log(stage):
    said = stage.gateway.said()
    stage.check(SECRET not in said, "the query of a URL is in the log")
    stage.check("proxy-word" not in said and "netrc-word" not in said, "a password is in the log")


BEGIN = [slow_answers_and_a_name_that_will_move_begin]
SCENARIOS = [
    a_public_receiver_gets_what_is_sent_and_nothing_else, a_receiver_needs_a_certificate_for_its_name,
    an_endless_answer_is_cut, an_endless_head_is_cut, slow_answers_are_cut,
    nothing_is_sent_to_a_name_that_has_moved_since_the_last_attempt, queries_of_urls_are_not_in_the_log,
]
