"""The commands of scripts/provider, which checks the command line."""

import sys

import provider_check
import provider_new
import provider_sync
import providers


def main(command, *arguments):
    try:
        if command == "new":
            return provider_new.lay_out(*arguments)
        if command == "check":
            return provider_check.check(*arguments)
        return provider_sync.sync(writes=not arguments)
    except providers.Fault as fault:
        print(f"provider: {fault}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
