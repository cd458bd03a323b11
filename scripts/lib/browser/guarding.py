"""Protection of the page: against wrong addresses and hostile texts, and of what customers type into it."""

import os

from form import ACCOUNT, DECLINED, HOLDER, PAID, POOR, REFUSED_ACCOUNT, SECURE, STREET, pay
from sessions import STATE, WITH_STATE


def guards(stage):
    page, check, gateway = stage.page(dark=True), stage.check, stage.gateway
    address = gateway.userdocks()
    for wrong in ("", "&state=", "&state=" + STATE[::-1], WITH_STATE + "0"):
        page.open(address + wrong)
        check(page.status == 403 and not page.has("form"), f"{wrong or 'no state'} does not open the page")
    stage.shoot(page, "forbidden-dark")
    page.open(address + WITH_STATE)
    check(page.status == 200 and "JPY" in page.html and "3,703,701" in page.html, "the right one does")
    stage.shoot(page, "quantity-dark")
    pay(page)
    check("Payment received" in page.html and "state=" in page.url, "and pays, with a receipt at the same address")
    saves_a_card(stage, page)
    page.open(gateway.base + "/checkout/cs_test_" + "0" * 33)
    check(page.status == 404, "a forged token does not open a page")


def saves_a_card(stage, page):
    page.open(stage.gateway.userdocks("setup", 1) + WITH_STATE)
    stage.check("Save card" in page.html and "JPY" not in page.html, "saving a card shows no amount")
    stage.shoot(page, "setup-dark")
    pay(page)
    stage.check("Card saved" in page.html, "a card is saved")


def resists(stage):
    page, check, gateway = stage.page(), stage.check, stage.gateway
    page.open(gateway.duro(customerPhone="</bdi><script>document.title='x'</script><img src=x onerror=alert(1)>"))
    check(page.evaluate("document.title") != "x" and not page.has("img"), "a hostile name is text")
    check("<img src=x" in page.evaluate("document.body.innerText"), "and is shown as it is")
    for scheme in ("javascript:alert(1)//", "data:text/html,x"):
        page.open(gateway.billing_to(scheme, scheme))
        check(scheme.split(":")[0] + ":" not in page.html, f"{scheme} is not linked")
        pay(page)
        check("Subscription started" in page.html, f"{scheme} is not followed: {page.url}")


def logs_nothing(stage):
    check, gateway = stage.check, stage.gateway
    log = gateway.said()
    check('"route":"/checkout/{token}"' in log, "visits are logged by their route")
    tokens = [word for word in ("cs_test_", STATE, "hash=", PAID, DECLINED, SECURE, ACCOUNT) if word in log]
    check(not tokens, f"and hold no {tokens}")
    data = b"".join(contents(gateway.folder))
    words = (PAID, DECLINED, POOR, SECURE, ACCOUNT, REFUSED_ACCOUNT, HOLDER.split()[1], STREET)
    kept = [word for word in words if word.encode() in data]
    check(not kept, f"no card, account or address is in the database: {kept}")


def contents(folder):
    """The bytes of each file in a folder."""
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            yield file.read()
