"""Drives the hosted page of a gateway in a browser; scripts/browser starts it."""

import http.server
import json
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
import threading

import client
import providers
from checks import Checks
from devtools import Browser, Timeout
from gateway import Failed, Gateway

DURO, BILLING, METEROID, USERDOCKS = (providers.named(name) for name in ("duro", "billing", "meteroid", "userdocks"))
STATE = USERDOCKS.sample["body"]["state"]
HOSTILE = "\u202egnp.exe\u202c " + "W" * 90 + " e\u0301\u0302\u0303" * 8 + " \u0645\u0631\u062d\u0628\u0627 \U0001f9fe"
ACCOUNT, REFUSED_ACCOUNT = "DE89370400440532013000", "DE62370400440532013001"
PAID, DECLINED, POOR, SECURE = "4242424242424242", "4000000000000002", "4000000000009995", "4000002500003155"

program, fixture, chromium, screenshots, seconds_max = sys.argv[1:6]
folder = tempfile.mkdtemp()
check = Checks("browser")


class Shop(http.server.ThreadingHTTPServer):
    """The shop that customers come back to; its origin differs from the gateway's."""

    def __init__(self):
        self.visits = []
        shop = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path != "/favicon.ico":
                    shop.visits.append((self.path, self.headers.get("Referer")))
                if self.path.startswith("/moved"):
                    self.send_response(302)
                    self.send_header("Location", f"http://localhost:{shop.server_port}/arrived")
                    self.end_headers()
                    return
                body = b"<!doctype html><title>Shop</title><h1>Shop</h1>"
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


def configured():
    """Writes a configuration with prices and returns its path."""
    with open(fixture) as file:
        configuration = json.load(file)
    configuration["access_log"] = "on"
    configuration["catalogue"]["userdocks.price"] = [
        {"id": "price_1", "name": "Desk, by the piece", "amount": 1234567, "currency": "JPY"},
        {"id": "price_2", "name": f"<b>Desk</b> {HOSTILE}", "amount": 90, "currency": "EUR"}]
    path = os.path.join(folder, "gateway.json")
    with open(path, "w") as file:
        json.dump(configuration, file)
    return path


class Sessions(Gateway):
    """A gateway with methods that make sessions and read its database."""

    def post(self, path, token, body):
        return client.post(self.port, path, body, token)

    def rows(self, query):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def ends(self):
        """How many events of the newest session end it."""
        return self.rows(
            "SELECT count(*) FROM events WHERE kind IN (5, 6, 7) AND session = (SELECT max(key) FROM sessions)")[0][0]

    def status(self):
        """The status of the newest session."""
        return ["open", "processing", "completed", "expired", "cancelled"][
            self.rows("SELECT status FROM sessions ORDER BY key DESC LIMIT 1")[0][0]]


def duro(**more):
    body = {"amount": 1500000, "customerEmail": "ada@example.com"} | more
    return gateway.post(DURO.path, DURO.token, body)["url"]


def billing(success="/thanks?id={CHECKOUT_SESSION_ID}", cancel="/pricing"):
    return gateway.post(
        BILLING.path, BILLING.token,
        {"success_url": shop.origin + success, "cancel_url": shop.origin + cancel})["url"]


def meteroid(**more):
    answer = gateway.post(METEROID.path, METEROID.token, METEROID.sample["body"] | more)
    return answer["session"]["checkout_url"]


def userdocks(mode="payment", quantity=3, price="price_1", method="card", address=False):
    body = {
        "price": price, "taxRate": "txr_1", "allowedCountry": "DE", "paymentMethodType": method,
        "billingAddressCollection": address, "mode": mode, "quantity": quantity, "isReverseCharge": False,
        "state": STATE}
    answer = gateway.post(USERDOCKS.path, USERDOCKS.token, body)
    return answer["data"]["checkout"]["nextAction"]["url"]


def fill(page, number=PAID, expiry="12/39", code="123"):
    page.type("#number", number)
    page.type("#expiry", expiry)
    page.type("#code", code)


PAY, CANCEL = "button[value=pay]", "button[value=cancel]"


def shoot(page, name):
    check(page.overflow() <= 0, f"{name} is {page.overflow()} px wider than the window")
    page.screenshot(os.path.join(screenshots, name + ".png"))


def pays_and_returns():
    page = browser.page()
    page.open(billing())
    check(page.status == 200 and "TEST MODE" in page.html, "the page is shown, and says that it is a test")
    check("US$19.00" in page.html and "per month" in page.html, "amount and interval are shown")
    shoot(page, "form-light")
    fill(page)
    page.click(PAY)
    check(page.url.startswith(shop.origin + "/thanks?id="), f"success leads to the shop, not {page.url}")
    check("{" not in page.url and "%7B" not in page.url, "the session's id replaces its placeholder")
    check(shop.visits[-1][1] is None, "the shop is not told the page's address")
    check(gateway.status() == "completed", "the session is completed")
    page.after(lambda: page.evaluate("history.back()"), "what Back shows")
    check(not page.has("#number") and "Subscription started" in page.html, "Back leads to the receipt, not to the card")
    check(not page.messages, f"the browser reports no error: {page.messages}")


def declines_and_retries():
    page = browser.page()
    page.open(duro(successUrl=shop.origin + "/ok?a=1#end"))
    for number, word in ((DECLINED, "declined"), (POOR, "insufficient funds"), ("4111111111111111", "Only test")):
        fill(page, number)
        page.click(PAY)
        check(page.status == 402 and word in page.html, f"{number} is refused")
        check(number not in page.html, "the number is not shown again")
        focused = page.focused()
        check(focused == "number", f"the focus is on the number, not {focused}")
        if number == DECLINED:
            shoot(page, "declined-light")
            page.scheme(True)
            shoot(page, "declined-dark")
            page.scheme(False)
    fill(page, "4242424242424241", "01/20", "12a4")
    page.evaluate("document.forms[0].noValidate = true")
    page.click(PAY)
    check(page.status == 422 and page.html.count('class="error"') == 3, "each wrong field is marked")
    tree = page.call("Accessibility.getFullAXTree")["nodes"]
    fields = {
        node["name"]["value"]: node.get("description", {}).get("value", "")
        for node in tree if node.get("role", {}).get("value") == "textbox"}
    check(set(fields) == {"Card number", "Expiry date", "Security code"}, f"the fields have names: {fields}")
    check("not valid" in fields.get("Card number", ""), "an error is read out with its field")
    shoot(page, "faults-light")
    fill(page)
    page.click(PAY)
    check(page.url.startswith(shop.origin + "/ok?a=1&reference=chk_") and page.url.endswith("#end"),
          f"the reference is added: {page.url}")
    check(gateway.status() == "completed", "the session is completed")


def confirms():
    page = browser.page(dark=True)
    address = duro(successUrl=shop.origin + "/secure")
    page.open(address)
    fill(page, SECURE)
    page.click(PAY)
    check(gateway.status() == "processing" and page.has("button[value=confirm]"), "the bank's step comes")
    check(page.url == address, "at the page's own address")
    shoot(page, "confirm-dark")
    page.click("button[value=fail]")
    check(page.status == 402 and page.has("#number"), "a payment that was not confirmed can be tried again")
    shoot(page, "refused-dark")
    page.open(address)
    check(page.has("#number") and not page.has("button[value=confirm]"), "and cannot be confirmed again")
    fill(page, SECURE)
    page.click(PAY)
    page.click("button[value=confirm]")
    check(page.url.startswith(shop.origin + "/secure?reference="), "confirmation leads to the shop")
    check(gateway.status() == "completed", "the session is completed")
    page.open(address)
    check("Payment received" in page.html and page.status == 200, "the page is a receipt now")
    check(not page.has("form"), "which has no form")
    shoot(page, "receipt-dark")
    page.click("a.button")
    check(page.url.startswith(shop.origin), "its link leads to the shop")
    check(shop.visits[-1][1] is None, "without telling the page's address")


def cancels():
    page = browser.page()
    address = billing()
    page.open(address)
    page.click(CANCEL)
    check(page.url == shop.origin + "/pricing", f"cancelling leads to the shop, not {page.url}")
    check(gateway.status() == "cancelled", "the session is cancelled")
    page.open(address)
    check("Checkout cancelled" in page.html and not page.has("form"), "the page says so")
    shoot(page, "cancelled-light")
    address = meteroid(trial_duration_days=14)
    page.open(address)
    shoot(page, "trial-light")
    check("14 days free" in page.html and "Start free trial" in page.html, "a trial is told")
    page.click(CANCEL)
    check(page.url == address and "cancelled" in page.html, "without a URL the page itself says so")


def guards():
    page = browser.page(dark=True)
    address = userdocks()
    for wrong in ("", "&state=", "&state=" + STATE[::-1], "&state=" + STATE + "0"):
        page.open(address + wrong)
        check(page.status == 403 and not page.has("form"), f"{wrong or 'no state'} does not open the page")
    shoot(page, "forbidden-dark")
    page.open(address + "&state=" + STATE)
    check(page.status == 200 and "JPY" in page.html and "3,703,701" in page.html, "the right one does")
    shoot(page, "quantity-dark")
    fill(page)
    page.click(PAY)
    check("Payment received" in page.html and "state=" in page.url, "and pays, with a receipt at the same address")
    page.open(userdocks("setup", 1) + "&state=" + STATE)
    check("Save card" in page.html and "JPY" not in page.html, "saving a card shows no amount")
    shoot(page, "setup-dark")
    fill(page)
    page.click(PAY)
    check("Card saved" in page.html, "a card is saved")
    page.open(gateway.base + "/checkout/cs_test_" + "0" * 33)
    check(page.status == 404, "a forged token does not open a page")


def fill_address(page):
    for field, text in (("line", "Unter den Linden 1"), ("postalCode", "10117"), ("city", "Berlin")):
        page.type("#" + field, text)


def pays_from_an_account():
    page = browser.page()
    address = userdocks(method="sepa", address=True) + "&state=" + STATE
    page.open(address)
    check("Pay by SEPA Direct Debit" in page.html and not page.has("#number"), "an account is asked for, and no card")
    page.type("#holder", "Ada Lovelace")
    page.type("#iban", "DE88" + ACCOUNT[4:])
    fill_address(page)
    page.evaluate("document.forms[0].noValidate = true")
    page.click(PAY)
    check(page.status == 422 and page.focused() == "iban", "the focus is on what is wrong")
    shoot(page, "sepa-faults-light")
    for iban, word in ((REFUSED_ACCOUNT, "refused the debit"), (ACCOUNT, "Payment received")):
        page.type("#holder", "Ada Lovelace")
        page.type("#iban", iban)
        fill_address(page)
        page.click(PAY)
        check(word in page.html and iban not in page.html, f"{iban}: {word}")
    check(gateway.status() == "completed", "the session is completed")
    page = browser.page(script=False, width=320, height=640, mobile=True, dark=True)
    page.open(userdocks(address=True) + "&state=" + STATE)
    tree = page.call("Accessibility.getFullAXTree")["nodes"]
    names = {node["name"]["value"] for node in tree if node.get("role", {}).get("value") in ("textbox", "combobox")}
    check(names >= {"Card number", "Full name", "Address", "Postal code", "City", "Country"}, f"names: {names}")
    shoot(page, "phone-address-dark")
    fill(page)
    page.type("#name", "Ada Lovelace")
    fill_address(page)
    page.click(PAY)
    check(gateway.status() == "completed", "an address and a card pay, on a phone without script")


def pays_at_a_bank():
    page = browser.page()
    page.open(userdocks(method="sofort") + "&state=" + STATE)
    check("Pay with Sofort" in page.html and page.evaluate(
        "[...document.querySelector('#country').options].map(o => o.text).join()") == "Germany", "one country")
    shoot(page, "sofort-light")
    page.click(PAY)
    check("Confirm at your bank" in page.html and gateway.status() == "processing", "the bank's step comes")
    shoot(page, "sofort-bank-light")
    page.click("button[value=confirm]")
    check(gateway.status() == "completed", "and completes the session")


def double_clicks():
    page = browser.page()
    page.open(billing())
    fill(page)
    page.press(PAY, times=2)
    browser.until(lambda: page.url.startswith(shop.origin + "/thanks"), "the shop after a double click")
    check(gateway.status() == "completed" and gateway.ends() == 1, "the session is completed, once")


def races():
    address = billing()
    tabs = [browser.page(), browser.page()]
    for tab in tabs:
        tab.open(address)
        fill(tab)
    for tab in tabs:
        tab.press(PAY)
    for tab in tabs:
        browser.until(lambda: tab.url.startswith(shop.origin + "/thanks"), "the shop in both tabs")
    check(gateway.status() == "completed" and gateway.ends() == 1, "two tabs make one payment")
    address = billing()
    for tab in tabs:
        tab.open(address)
    fill(tabs[0])
    for tab, button in zip(tabs, (PAY, CANCEL)):
        tab.press(button)
    browser.until(lambda: gateway.status() != "open", "the end of the session")
    browser.idle(0.5)
    status = gateway.status()
    check(status in ("completed", "cancelled") and gateway.ends() == 1, f"paid or cancelled, not {status}")
    loser = tabs[1] if status == "completed" else tabs[0]
    loser.open(address)
    check(("Subscription started" if status == "completed" else "cancelled") in loser.html, "and both are told which")


def works_without_script():
    page = browser.page(script=False, width=390, height=844, mobile=True)
    page.open(duro(planId="plan_01HFZ8QK3V9D2M5N7P0R4S6T8W"))
    check("₦15,000.00" in page.html, "the plan's price is shown")
    shoot(page, "phone-light")
    page.scheme(True)
    shoot(page, "phone-dark")
    fill(page, SECURE)
    page.click(PAY)
    shoot(page, "phone-confirm-dark")
    page.click("button[value=confirm]")
    check("Subscription started" in page.html, "a receipt if there is no URL to go to")
    shoot(page, "phone-receipt-dark")
    page.resize(320, 640, mobile=True)
    page.scheme(False)
    page.open(duro(planId="plan_01HFZ8QK3V9D2M5N7P0R4S6T8W", customerPhone="2348012345678"))
    shoot(page, "phone-narrow-light")


def works_by_keyboard():
    page = browser.page()
    page.open(billing())
    page.key("Tab", 9)
    for field, text in (("number", PAID), ("expiry", "1 2/3 9".replace(" ", "")), ("code", "123")):
        focused = page.focused()
        check(focused == field, f"Tab leads to {field}, not {focused}")
        page.call("Input.insertText", text=text)
        page.key("Tab", 9)
    check(page.evaluate("document.activeElement.value") == "pay", "Tab leads to the button")
    page.after(lambda: page.key("Enter", 13), "what Enter loads")
    check(page.url.startswith(shop.origin + "/thanks"), "Enter pays")


def resists():
    page = browser.page()
    page.open(duro(customerPhone="</bdi><script>document.title='x'</script><img src=x onerror=alert(1)>"))
    check(page.evaluate("document.title") != "x" and not page.has("img"), "a hostile name is text")
    check("<img src=x" in page.evaluate("document.body.innerText"), "and is shown as it is")
    for scheme in ("javascript:alert(1)//", "data:text/html,x"):
        answer = gateway.post(
            BILLING.path, BILLING.token, {"success_url": scheme, "cancel_url": scheme})
        page.open(answer["url"])
        check(scheme.split(":")[0] + ":" not in page.html, f"{scheme} is not linked")
        fill(page)
        page.click(PAY)
        check("Subscription started" in page.html, f"{scheme} is not followed: {page.url}")


def stretches():
    """The longest amount and the longest names that calls can contain, on the narrowest phone."""
    page = browser.page(script=False, width=320, height=640, mobile=True, dark=True)
    amount = "₦90,071,992,547,409.91"
    page.open(duro(
        amount=9007199254740991, customerPhone=HOSTILE, customerEmail="a" * 60 + "@" + "b" * 60 + ".example",
        successUrl="https://" + "a-very-long-label-of-a-shop." * 6 + "example/thanks"))
    check(amount in page.html, "the largest amount is shown")
    shoot(page, "phone-stretched-dark")
    heights = page.evaluate(
        "[...document.querySelectorAll('.amount')].map(e => e.getClientRects().length).join()")
    check(heights == "1", f"the amount is not broken over lines: {heights}")
    page.scheme(False)
    page.open(userdocks(price="price_2") + "&state=" + STATE)
    check("<b>" in page.html.replace("&lt;", "<").replace("&gt;", ">") and not page.has("b"), "a name is no markup")
    shoot(page, "phone-hostile-light")
    page.resize(1100, 860)
    shoot(page, "hostile-light")


def follows_chains():
    """A success URL that redirects to another origin, which the page cannot know."""
    page = browser.page()
    page.open(billing(success="/moved"))
    fill(page)
    page.click(PAY)
    check(page.url == f"http://localhost:{shop.server_port}/arrived", f"the customer arrives, not {page.url}")


def expires():
    addresses = [billing(), meteroid(), userdocks() + "&state=" + STATE]
    gateway.stop()
    connection = sqlite3.connect(gateway.database)
    with connection:
        connection.execute("UPDATE sessions SET expires = created + 1 WHERE status = 0")
    connection.close()
    gateway.start()
    gateway.listening()
    page = browser.page()
    for address in addresses:
        page.open(address)
        check(page.status == 410 and "expired" in page.html, "the page says that it has expired")
        check(not page.has("form") and not page.has("a"), "and offers nothing")
    shoot(page, "expired-light")


def logs_nothing():
    log = gateway.said()
    check('"route":"/checkout/{token}"' in log, "visits are logged by their route")
    tokens = [word for word in ("cs_test_", STATE, "hash=", PAID, DECLINED, SECURE, ACCOUNT) if word in log]
    check(not tokens, f"and hold no {tokens}")
    data = b"".join(open(os.path.join(folder, name), "rb").read() for name in os.listdir(folder))
    words = (PAID, DECLINED, POOR, SECURE, ACCOUNT, REFUSED_ACCOUNT, "Lovelace", "Unter den Linden")
    kept = [word for word in words if word.encode() in data]
    check(not kept, f"no card, account or address is in the database: {kept}")


scenarios = [
    pays_and_returns, declines_and_retries, confirms, cancels, guards, pays_from_an_account,
    pays_at_a_bank, double_clicks, races, works_without_script,
    works_by_keyboard, resists, stretches, follows_chains, expires, logs_nothing,
]
gateway = browser = None
# An alarm raises an exception, so that a run that takes too long also ends the processes that it started.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
shop = Shop()
try:
    gateway = Sessions(program, configured(), folder)
    gateway.listening()
    browser = Browser(chromium, int(seconds_max))
    check.run(scenarios, (Timeout, RuntimeError, OSError))
except Failed as reason:
    sys.exit(f"browser: {reason}")
finally:
    if browser:
        browser.close()
    if gateway:
        gateway.stop()
    shop.shutdown()
    shutil.rmtree(folder, ignore_errors=True)

check.end(f"; screenshots are in {screenshots}")
