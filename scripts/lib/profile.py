"""Sends usual requests to a gateway that counts its branches. Run by scripts/profile.

Everything is on loopback, bounded, and ended by its pid.
"""

import argparse
import json
import sys

from gateway import Failed
from measured import CREATES, Measured, create, play, read


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--seconds", type=int, required=True)
    options = parser.parse_args()
    with Measured(options.program) as gateway:
        for provider in CREATES:
            tell(provider)
            create(gateway, provider, 64, options.seconds)
        tell("reads")
        session = json.loads(play(gateway, "duro", 1)[0])
        for path in ("/v1/checkout/sessions/" + session["id"], "/checkout/" + session["token"], "/healthz"):
            read(gateway, path, options.seconds)
    with Measured(options.program, "--access-log", "on", drops_log=True) as gateway:
        tell("access log")
        create(gateway, "duro", 64, options.seconds)


def tell(load):
    print("profile:", load, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except Failed as reason:
        sys.exit(f"profile: {reason}")
