"""Compares the gateway's access log with the proxy's log: every request that the gateway saw has to be one that the
proxy sent, once, and for a known client."""

import collections

# The statuses of heads that the gateway cannot read.
UNREADABLE = (400, 408, 414, 431, 501, 505)


def requests_max(case):
    """The most requests that a strict parser may find in one connection of the case, with the runner's own probe."""
    expect = case["expect"]
    ways = expect.get("any_of") or [expect]
    return max(len(way["statuses"]) for way in ways) + any(way.get("close") is False for way in ways)


def client_port(name):
    """The port in a name that a proxy gave to a request."""
    return int(name.split(".")[1])


class Judge:
    """Faults, notes, and the gateway's lines by the port of the client. `seen` is the gateway's access log."""

    def __init__(self, proxy, recorder, seen, cases, verbose):
        self.recorder, self.verbose = recorder, verbose
        self.cases = {case["name"]: case for case in cases}
        self.forwarded = proxy.forwarded()
        self.faults, self.notes = list(recorder.strays), []
        self.by_port = collections.defaultdict(list)
        self.times = collections.Counter(line["request_id"] for line in seen)
        prefix = proxy.name + "."
        for line in seen:
            if line["request_id"].startswith(prefix):
                self.judge_named(line)
        self.judge_unnamed([line for line in seen if not line["request_id"].startswith(prefix)])
        for port, lines in sorted(self.by_port.items()):
            self.judge_client(port, lines)

    def judge_named(self, line):
        name = line["request_id"]
        port = client_port(name)
        self.by_port[port].append(line)
        if self.times[name] > 1:
            self.faults.append("the gateway saw %s %d times" % (name, self.times[name]))
        if name not in self.forwarded:
            self.faults.append("the gateway saw %s, which the proxy does not know: %s" % (name, line))
            return
        method = self.forwarded[name].split(" ")[0]
        if line["method"] not in (method, "other"):
            self.faults.append("%s of %s was %r, and the gateway saw %s" % (
                name, self.recorder.cases.get(port), self.forwarded[name], line))

    def judge_unnamed(self, unnamed):
        """A head that the gateway cannot read has no name. It counts as the proxy's if the proxy sent one that is not
        in the log."""
        lost = [name for name in self.forwarded if name not in self.times]
        for line in unnamed:
            if line["status"] not in UNREADABLE:
                self.faults.append("smuggled: the gateway took a request that no proxy sent: %s" % line)
        if len(unnamed) > len(lost):
            self.faults.append(
                "the gateway refused %d heads without a name, and the proxy sent %d that did not arrive" % (
                    len(unnamed), len(lost)))
        if lost:
            self.notes.append(
                "%d requests that the proxy sent were refused unread (%d) or cut short within their body%s" % (
                    len(lost), len(unnamed), ": " + ", ".join(self.senders(lost)) if self.verbose else ""))

    def senders(self, names):
        """The cases that sent the requests with these names."""
        return sorted({case for name in names for case in self.recorder.cases.get(client_port(name), ["?"])})

    def judge_client(self, port, lines):
        senders = self.recorder.cases.get(port)
        if not senders:
            self.faults.append("a request of port %d, which no client used: %s" % (port, lines))
        elif "honest requests" not in senders:
            # Several connections may have used a port, one after the other.
            most = sum(requests_max(self.cases[name]) for name in senders)
            if len(lines) > most:
                self.notes.append("%s: the proxy itself read %d requests where a strict reading has %d: %s" % (
                    ", ".join(senders), len(lines), most,
                    " | ".join(self.forwarded.get(line["request_id"], "?") for line in lines)))
