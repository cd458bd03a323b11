"""Valid requests, each of which has to get the right answer, also if the client claims to come from elsewhere."""

import time

import providers

# A Duro key of Tests/Fixtures/conformance.json; a test value, which no other system accepts.
TOKEN = providers.named("duro").token
CREATE = "/duro/v1/checkout/sessions"
BODY = b'{"amount":5000,"currency":"NGN"}'
LENGTH = "Content-Length: %d" % len(BODY)
# An address that RFC 5737 reserves, so no client has it. If it turns up, the gateway has believed a client's claim.
CLAIMED, CLAIMED_HOST = "203.0.113.66", "evil.example"
CLAIMS = [
    "X-Forwarded-For: " + CLAIMED, "X-Forwarded-Proto: https", "X-Forwarded-Host: " + CLAIMED_HOST,
    "X-Forwarded-Port: 4430", "X-Real-IP: " + CLAIMED,
    "Forwarded: for=%s;proto=https;host=%s" % (CLAIMED, CLAIMED_HOST),
]


def chunked(body, size):
    """A body in chunks of this size, but for the last one."""
    pieces = [body[at:at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n" % len(piece) + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"


class Honest:
    """The requests to one port, their number, and the faults of their answers."""

    def __init__(self, runner, port):
        self.runner, self.port, self.faults, self.count = runner, port, [], 0

    def ask(self, name, method, steps, statuses, keep=None):
        """Sends the steps, on the connection `keep` or on a new one; the answers have to have these statuses."""
        connection = keep or self.runner.Conn(("127.0.0.1", self.port), 10)
        answers = []
        try:
            self.exchange(connection, method, steps, statuses, answers)
        except (self.runner.Bad, self.runner.Timeout, OSError, AttributeError) as error:
            self.faults.append("%s: %s" % (name, str(error) or type(error).__name__))
        finally:
            if keep is None:
                connection.close()
        self.count += len(statuses)
        return answers

    def exchange(self, connection, method, steps, statuses, answers):
        """Adds each answer to `answers`, also the one that is wrong."""
        reader = self.runner.Reader(connection)
        for step in steps:
            if step == "interim":
                if reader.next(method, False, time.monotonic() + 10).status != 100:
                    raise self.runner.Bad("no 100 (Continue)")
            else:
                connection.send(step, time.monotonic() + 10)
        for status in statuses:
            answer = final(reader, method)
            answers.append(answer)
            if answer is None or answer.status != status:
                raise self.runner.Bad("%s instead of %d" % (answer and answer.status, status))

    def head(self, method, path, *fields):
        lines = ["%s %s HTTP/1.1" % (method, path), "Host: 127.0.0.1:%d" % self.port, *fields, "", ""]
        return "\r\n".join(lines).encode("latin-1")

    def create(self, *fields):
        return self.head("POST", CREATE, "Authorization: Bearer " + TOKEN, "Content-Type: application/json", *fields)

    def all(self):
        self.small()
        self.creates()
        self.large()
        self.ask("Expect", "POST", [self.create(LENGTH, "Expect: 100-continue"), "interim", BODY], [201])
        self.ask("no credential", "POST", [self.head("POST", CREATE, LENGTH) + BODY], [401])
        self.ask("no route", "GET", [self.head("GET", "/nowhere")], [404])
        self.ask("wrong method", "DELETE", [self.head("DELETE", "/healthz")], [405])
        self.forwarded_fields()

    def small(self):
        get = self.head("GET", "/healthz")
        connection = self.runner.Conn(("127.0.0.1", self.port), 10)
        for index in range(20):
            self.ask("request %d of one connection" % (index + 1), "GET", [get], [200], connection)
        connection.close()
        self.ask("three pipelined", "GET", [get * 3], [200] * 3)
        self.ask("HEAD", "HEAD", [self.head("HEAD", "/healthz")], [200])

    def creates(self):
        self.ask("create", "POST", [self.create(LENGTH) + BODY], [201])
        two_chunks = b"5\r\n" + BODY[:5] + b"\r\n" + chunked(BODY[5:], len(BODY))
        self.ask("chunked", "POST", [self.create("Transfer-Encoding: chunked") + two_chunks], [201])
        self.ask("two creates of one connection", "POST", [(self.create(LENGTH) + BODY) * 2], [201, 201])

    def large(self):
        body = BODY + b" " * ((1 << 20) - len(BODY))
        self.ask("1 MiB", "POST", [self.create("Content-Length: %d" % len(body)), body], [201])
        self.ask(
            "1 MiB, chunked", "POST", [self.create("Transfer-Encoding: chunked"), chunked(body, 65536)], [201])

    def forwarded_fields(self):
        """Sends the same request with and without a client's own claims on where it comes from."""
        for method, statuses, make in (
                ("POST", [201], lambda *extra: self.create(LENGTH, *extra) + BODY),
                ("GET", [200], lambda *extra: self.head("GET", "/healthz", *extra)),
                ("GET", [404], lambda *extra: self.head("GET", "/nowhere", *extra))):
            plain = self.ask("without claims", method, [make()], statuses)
            claimed = self.ask("with claims", method, [make(*CLAIMS)], statuses)
            for answer in claimed:
                if answer is not None:
                    self.compare(answer, plain, claimed)

    def compare(self, answer, plain, claimed):
        whole = answer.raw_head + b"\r\n\r\n" + answer.body
        for word in (CLAIMED, CLAIMED_HOST, "4430", "https://127.0.0.1"):
            if word.encode() in whole:
                self.faults.append("a client's forwarded headers put %s into an answer" % word)
        if field_names(plain) != field_names(claimed):
            self.faults.append("a client's forwarded headers change the headers of an answer")


def final(reader, method):
    """The next answer that is not an interim one; None if the connection ends."""
    while True:
        answer = reader.next(method, False, time.monotonic() + 10)
        if answer is None or answer.status >= 200:
            return answer


def field_names(answers):
    return sorted({name for answer in answers if answer for name, _ in answer.headers})
