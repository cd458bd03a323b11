"""The memory of a connection on which no request is under way."""

import resource

import client
from measured import Measured, load


def memory(program, figures, options):
    count = 200 if options.quick else 10_000
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = min(count, hard - 200)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with Measured(program, "--connections-max", "20000") as gateway:
        load(gateway, [gateway.base + "/healthz"], 64, 1)
        before = gateway.status("RssAnon")
        idle = []
        for _ in range(count):
            connection = client.Connection(gateway.port)
            connection.ask(client.request("GET", "/healthz", host="bench"))
            idle.append(connection)
        after = gateway.status("RssAnon")
        for connection in idle:
            connection.close()
    figures.add("idle_connection_memory", (after - before) / count, "KiB", drifts=False)
