"""Sends usual requests to a gateway that counts its branches. Run by scripts/profile.

Everything is on loopback, bounded, and ended by its pid.
"""

import argparse
import json
import sys

import bench
from gateway import Failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--seconds", type=int, required=True)
    options = parser.parse_args()
    with bench.Measured(options.program) as gateway:
        for provider in bench.CREATES:
            tell(provider)
            bench.wrk(gateway, provider, 64, options.seconds)
        tell("reads")
        session = json.loads(bench.play(gateway, "duro", 1)[0])
        for path in ("/v1/checkout/sessions/" + session["id"], "/checkout/" + session["token"], "/healthz"):
            bench.read(gateway, path, options.seconds)
    with bench.Measured(options.program, "--access-log", "on", drops_log=True) as gateway:
        tell("access log")
        bench.wrk(gateway, "duro", 64, options.seconds)


def tell(load):
    print("profile:", load, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except Failed as reason:
        sys.exit(f"profile: {reason}")
