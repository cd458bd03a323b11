"""A page whose payment is confirmed elsewhere: it renews itself without a script, and leads on when that is done."""

from form import CANCEL
from sessions import WITH_STATE

RENEWS, RENEW = "meta[http-equiv=refresh]", "a[href$=renewed]"


def waits(stage):
    page, check, gateway, shop = stage.phone(390, 844), stage.check, stage.gateway, stage.shop
    address = gateway.billing()
    gateway.act("process")
    page.open(address)
    page.click(RENEW)
    check(page.url == address + "?renewed", f"it is renewed at once on request: {page.url}")
    renew(page)
    check("Your payment is being processed" in page.html and page.has(RENEWS), "renewed by itself, it waits on")
    check("renews itself every 5 seconds" in page.html and page.has(RENEW), "says how, and can be renewed at once")
    renew(page)
    stage.shoot(page, "phone-waiting-light")
    gateway.act("complete")
    stage.browser.until(lambda: page.url.startswith(shop.origin + "/thanks?id="), "the shop, without a script")
    check(shop.visits[-1][1] is None, "the shop is not told the page's address")
    page.open(address)
    check("Subscription started" in page.html, "who opens the page later sees the receipt")
    check(gateway.count("opened") == 1, "renewals are not in the timeline")
    check(not page.messages, f"the browser reports no error: {page.messages}")
    waits_without_shop(stage)


def renew(page):
    """Waits until the page has renewed itself. What is looked at then does not change for some seconds."""
    page.after(lambda: None, "the page that renews itself")


def waits_without_shop(stage):
    """With scripts, and at an address that has a query. The session ends without a payment."""
    page, check, gateway = stage.page(dark=True), stage.check, stage.gateway
    address = gateway.userdocks() + WITH_STATE
    gateway.act("process")
    page.open(address)
    renew(page)
    check(page.has(CANCEL) and page.url == address + "&renewed", f"the page waits, and can be cancelled: {page.url}")
    stage.shoot(page, "waiting-dark")
    gateway.act("expire")
    stage.browser.until(
        lambda: page.url == address and page.status == 410 and page.evaluate("document.readyState") == "complete",
        "the page of an expired session")
    check("expired" in page.html and not page.has(RENEWS), "which renews itself no more")
