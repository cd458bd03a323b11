"""How a session ends: it is cancelled, it expires, and of several clicks or tabs only one ends it."""

from form import CANCEL, PAY, fill_card, pay
from sessions import WITH_STATE


def cancels(stage):
    page, check, gateway = stage.page(), stage.check, stage.gateway
    address = gateway.billing()
    page.open(address)
    page.click(CANCEL)
    check(page.url == stage.shop.origin + "/pricing", f"cancelling leads to the shop, not {page.url}")
    check(gateway.status() == "cancelled", "the session is cancelled")
    page.open(address)
    check("Checkout cancelled" in page.html and not page.has("form"), "the page says so")
    stage.shoot(page, "cancelled-light")
    address = gateway.meteroid(trial_duration_days=14)
    page.open(address)
    stage.shoot(page, "trial-light")
    check("14 days free" in page.html and "Start free trial" in page.html, "a trial is told")
    page.click(CANCEL)
    check(page.url == address and "cancelled" in page.html, "without a URL the page itself says so")


def double_clicks(stage):
    page, gateway = stage.page(), stage.gateway
    page.open(gateway.billing())
    fill_card(page)
    page.press(PAY, times=2)
    await_thanks(stage, page, "the shop after a double click")
    stage.check(gateway.status() == "completed" and gateway.ends() == 1, "the session is completed, once")


def await_thanks(stage, page, what):
    stage.browser.until(lambda: page.url.startswith(stage.shop.origin + "/thanks"), what)


def races(stage):
    tabs = [stage.page(), stage.page()]
    both_pay(stage, tabs)
    one_pays_and_one_cancels(stage, tabs)


def both_pay(stage, tabs):
    gateway = stage.gateway
    address = gateway.billing()
    for tab in tabs:
        tab.open(address)
        fill_card(tab)
    for tab in tabs:
        tab.press(PAY)
    for tab in tabs:
        await_thanks(stage, tab, "the shop in both tabs")
    stage.check(gateway.status() == "completed" and gateway.ends() == 1, "two tabs make one payment")


def one_pays_and_one_cancels(stage, tabs):
    check, gateway = stage.check, stage.gateway
    address = gateway.billing()
    for tab in tabs:
        tab.open(address)
    fill_card(tabs[0])
    for tab, button in zip(tabs, (PAY, CANCEL)):
        tab.press(button)
    stage.browser.until(lambda: gateway.status() != "open", "the end of the session")
    stage.browser.idle(0.5)
    status = gateway.status()
    check(status in ("completed", "cancelled") and gateway.ends() == 1, f"paid or cancelled, not {status}")
    loser = tabs[1] if status == "completed" else tabs[0]
    loser.open(address)
    check(("Subscription started" if status == "completed" else "cancelled") in loser.html, "and both are told which")


def follows_chains(stage):
    """A success URL that redirects to another origin, which the page cannot know."""
    page = stage.page()
    page.open(stage.gateway.billing(success="/moved"))
    pay(page)
    stage.check(page.url == stage.shop.other_origin + "/arrived", f"the customer arrives, not {page.url}")


def expires(stage):
    gateway, check = stage.gateway, stage.check
    addresses = [gateway.billing(), gateway.meteroid(), gateway.userdocks() + WITH_STATE]
    gateway.expire()
    page = stage.page()
    for address in addresses:
        page.open(address)
        check(page.status == 410 and "expired" in page.html, "the page says that it has expired")
        check(not page.has("form") and not page.has("a"), "and offers nothing")
    stage.shoot(page, "expired-light")
