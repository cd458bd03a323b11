"""A name server that answers as the script says."""

import threading

from dnslib import AAAA, CNAME, QTYPE, RR, A
from dnslib.server import BaseResolver, DNSLogger, DNSServer

KINDS = {"A": A, "AAAA": AAAA, "CNAME": CNAME}


class Names(BaseResolver):
    """The records of each name, as pairs such as ("A", "10.1.2.3"). A name that is not there has none."""

    def __init__(self):
        self.lock = threading.Lock()
        self.records = {}
        self.asked = {}

    def tell(self, name, *records, later=None):
        """Gives a name its records. If there are later ones, only the first question of each kind is answered with the
        first ones."""
        with self.lock:
            self.records[name] = (records, records if later is None else later)

    def count(self, name, kind="A"):
        """How often a name was asked for."""
        with self.lock:
            return self.asked.get((name, kind), 0)

    def resolve(self, request, handler):
        reply = request.reply()
        name, kind = str(request.q.qname).rstrip(".").lower(), QTYPE[request.q.qtype]
        with self.lock:
            first, later = self.records.get(name, ((), ()))
            count = self.asked.get((name, kind), 0)
            self.asked[name, kind] = count + 1
            records = list(later if count else first)
            # The target of an alias belongs to the answer.
            for target in [value for of, value in records if of == "CNAME"]:
                records += [(of, value, target) for of, value in self.records.get(target, ((), ()))[1]]
        for of, value, *owner in records:
            if of in (kind, "CNAME"):
                owner = owner[0] if owner else request.q.qname
                reply.add_answer(RR(owner, QTYPE.reverse[of], ttl=0, rdata=KINDS[of](value)))
        return reply


def serve(names):
    """Answers on the port that the system asks, until the process ends."""
    DNSServer(names, port=53, address="127.0.0.1", logger=DNSLogger("-request,-reply,-truncated,-error")).start_thread()
