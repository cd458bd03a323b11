"""Plays all cases through one proxy, between two rounds of valid requests."""

import argparse
import collections
import concurrent.futures
import json
import time

from honest import TOKEN, Honest
from judge import Judge
from recorder import Recorder

IDLE = 1.0
JOBS = 6
SECONDS_MAX = 170


def play(runner, proxy, gateway, cases, verbose):
    """Plays the cases and stops the proxy; returns faults and notes."""
    recorder = Recorder(runner, proxy)
    before = len(access_log(gateway))
    started = time.monotonic()
    asked = [ask(runner, proxy, recorder)]
    results = run_cases(runner, proxy, recorder, cases, started + SECONDS_MAX)
    asked.append(ask(runner, proxy, recorder))
    recorder.restore()
    # Requests that a proxy has begun to forward may not have arrived yet, and logs are written a moment later.
    time.sleep(6)
    proxy.stop()
    time.sleep(0.5)
    seen = access_log(gateway)[before:]
    judge = Judge(proxy, recorder, seen, cases, verbose)
    if verbose:
        print_cases(recorder, results, judge.by_port)
    played = [result for result in results if result]
    print("%s: %d cases, %d connections, %d answers, %d honest requests; the gateway saw %d requests (%s) in %.0f s" % (
        proxy.name, len(played), sum(map(len, recorder.cases.values())), recorder.responses,
        sum(honest.count for honest in asked), len(seen), statuses(seen), time.monotonic() - started))
    faults = ["honest requests: " + fault for honest in asked for fault in honest.faults]
    return faults + unplayed(results) + judge.faults, judge.notes


def access_log(gateway):
    return [json.loads(line) for line in gateway.text(gateway.out).splitlines() if line.startswith("{")]


def ask(runner, proxy, recorder):
    recorder.current.case = "honest requests"
    honest = Honest(runner, proxy.port)
    honest.all()
    return honest


def run_cases(runner, proxy, recorder, cases, end):
    """Plays several cases at a time until the end; returns the result of each, None for those that did not begin."""
    env = runner.Env(argparse.Namespace(
        base="127.0.0.1:%d" % proxy.port, token=TOKEN, idle=IDLE, timeout=3.0, no_liveness=False))

    def one(case):
        if time.monotonic() > end:
            return None
        recorder.current.case = case["name"]
        return runner.run_case(env, case)

    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        return list(pool.map(one, cases))


def unplayed(results):
    """The faults of a run that took too long, or after which nothing listened."""
    faults = []
    left_out = sum(result is None for result in results)
    if left_out:
        faults.append("%d cases were not played within %d s" % (left_out, SECONDS_MAX))
    dead = [result["name"] for result in results if result and any("refuses conn" in r for r in result["reasons"])]
    if dead:
        faults.append("nothing listened after %s" % ", ".join(dead))
    return faults


def print_cases(recorder, results, by_port):
    for result in filter(None, results):
        lines = [line for port, names in recorder.cases.items() if names == [result["name"]]
                 for line in by_port.get(port, [])]
        print("     %-40s client %-18s gateway %s" % (
            result["name"], result["statuses"], ["%s %d" % (line["method"], line["status"]) for line in lines]))


def statuses(seen):
    """How often each status is in the access log."""
    counts = collections.Counter(line["status"] for line in seen)
    return ", ".join("%d of %d" % (number, status) for status, number in sorted(counts.items()))
