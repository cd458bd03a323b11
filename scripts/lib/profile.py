"""Sends usual requests to a gateway that counts its branches. Run by scripts/profile.

Everything is on loopback, bounded, and ended by its pid.
"""

import argparse
import json
import sys

import bench


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--seconds", type=int, required=True)
    options = parser.parse_args()
    with bench.Gateway(options.program) as gateway:
        for provider in bench.CREATES:
            tell(provider)
            bench.wrk(gateway, provider, 64, options.seconds)
        tell("reads")
        session = json.loads(bench.play(gateway, "duro", 1)[0])
        for path in ("/v1/checkout/sessions/" + session["id"], "/checkout/" + session["token"], "/healthz"):
            bench.read(gateway, path, options.seconds)
    with bench.Gateway(options.program, options=["--access-log", "on"]) as gateway:
        tell("access log")
        reader = gateway.drop_output()
        bench.wrk(gateway, "duro", 64, options.seconds)
    reader.wait(10)


def tell(load):
    print("profile:", load, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
