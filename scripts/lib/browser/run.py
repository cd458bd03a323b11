"""Drives the hosted page of a gateway in a browser; scripts/browser starts it."""

import contextlib
import os
import signal
import sys
import tempfile

# The modules that all scripts share are in the folder above.
sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import configuration
import ending
import guarding
import paying
import reach
import waiting
from checks import Checks
from devtools import Browser, Timeout
from gateway import Failed
from sessions import Sessions
from shop import Shop
from stage import Stage

# The last scenario searches the log and the database, so the others have to be played before it.
SCENARIOS = [
    paying.pays_and_returns, paying.declines_and_retries, paying.confirms, ending.cancels, guarding.guards,
    paying.pays_from_an_account, paying.pays_at_a_bank, waiting.waits, ending.double_clicks, ending.races,
    reach.works_without_script, reach.works_by_keyboard, guarding.resists, reach.stretches, ending.follows_chains,
    ending.expires, guarding.logs_nothing,
]


def play(check, program, fixture, chromium, screenshots, seconds_max):
    """Plays the scenarios. Ends the browser, the gateway and the shop, also if one of them does not start."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True))
        shop = Shop()
        stack.callback(shop.shutdown)
        gateway = Sessions(program, configuration.write(fixture, folder), folder, shop.origin)
        stack.callback(gateway.stop)
        gateway.listening()
        browser = Browser(chromium, int(seconds_max))
        stack.callback(browser.close)
        stage = Stage(check, shop, gateway, browser, screenshots)
        check.run(SCENARIOS, (Timeout, RuntimeError, OSError), stage)


def main(program, fixture, chromium, screenshots, seconds_max):
    # Without this, a run that is stopped would leave its gateway and its browser running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    check = Checks("browser")
    play(check, program, fixture, chromium, screenshots, seconds_max)
    check.end(f"; screenshots are in {screenshots}")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:6])
    except Failed as reason:
        sys.exit(f"browser: {reason}")
