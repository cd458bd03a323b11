"""Payments by card, from an account and at a bank, and payments that are refused."""

from form import (
    ACCOUNT, CONFIRM, DECLINED, FAIL, HOLDER, PAY, POOR, REFUSED_ACCOUNT, SECURE, fields, fill_account, fill_address,
    fill_card, pay, send_anything)
from sessions import WITH_STATE


def pays_and_returns(stage):
    page, check, shop = stage.page(), stage.check, stage.shop
    page.open(stage.gateway.billing())
    check(page.status == 200 and "TEST MODE" in page.html, "the page is shown, and says that it is a test")
    check("US$19.00" in page.html and "per month" in page.html, "amount and interval are shown")
    stage.shoot(page, "form-light")
    pay(page)
    check(page.url.startswith(shop.origin + "/thanks?id="), f"success leads to the shop, not {page.url}")
    check("{" not in page.url and "%7B" not in page.url, "the session's id replaces its placeholder")
    check(shop.visits[-1][1] is None, "the shop is not told the page's address")
    stage.check_completed()
    page.after(lambda: page.evaluate("history.back()"), "what Back shows")
    check(not page.has("#number") and "Subscription started" in page.html, "Back leads to the receipt, not to the card")
    check(not page.messages, f"the browser reports no error: {page.messages}")


def declines_and_retries(stage):
    page, check, shop = stage.page(), stage.check, stage.shop
    page.open(stage.gateway.duro(successUrl=shop.origin + "/ok?a=1#end"))
    refuses_cards(stage, page)
    marks_faults(stage, page)
    pay(page)
    check(page.url.startswith(shop.origin + "/ok?a=1&reference=chk_") and page.url.endswith("#end"),
          f"the reference is added: {page.url}")
    stage.check_completed()


def refuses_cards(stage, page):
    check = stage.check
    for number, word in ((DECLINED, "declined"), (POOR, "insufficient funds"), ("4111111111111111", "Only test")):
        pay(page, number)
        check(page.status == 402 and word in page.html, f"{number} is refused")
        check(number not in page.html, "the number is not shown again")
        focused = page.focused()
        check(focused == "number", f"the focus is on the number, not {focused}")
        if number == DECLINED:
            stage.shoot(page, "declined-light")
            page.scheme(True)
            stage.shoot(page, "declined-dark")
            page.scheme(False)


def marks_faults(stage, page):
    check = stage.check
    fill_card(page, "4242424242424241", "01/20", "12a4")
    send_anything(page)
    page.click(PAY)
    check(page.status == 422 and page.html.count('class="error"') == 3, "each wrong field is marked")
    named = fields(page, "textbox")
    check(set(named) == {"Card number", "Expiry date", "Security code"}, f"the fields have names: {named}")
    check("not valid" in named.get("Card number", ""), "an error is read out with its field")
    stage.shoot(page, "faults-light")


def confirms(stage):
    page, check, shop = stage.page(dark=True), stage.check, stage.shop
    address = stage.gateway.duro(successUrl=shop.origin + "/secure")
    page.open(address)
    pay(page, SECURE)
    check(stage.gateway.status() == "processing" and page.has(CONFIRM), "the bank's step comes")
    check(page.url == address, "at the page's own address")
    stage.shoot(page, "confirm-dark")
    page.click(FAIL)
    check(page.status == 402 and page.has("#number"), "a payment that was not confirmed can be tried again")
    stage.shoot(page, "refused-dark")
    page.open(address)
    check(page.has("#number") and not page.has(CONFIRM), "and cannot be confirmed again")
    pay(page, SECURE)
    page.click(CONFIRM)
    check(page.url.startswith(shop.origin + "/secure?reference="), "confirmation leads to the shop")
    stage.check_completed()
    shows_receipt(stage, page, address)


def shows_receipt(stage, page, address):
    page.open(address)
    stage.check("Payment received" in page.html and page.status == 200, "the page is a receipt now")
    stage.check(not page.has("form"), "which has no form")
    stage.shoot(page, "receipt-dark")
    page.click("a.button")
    stage.check(page.url.startswith(stage.shop.origin), "its link leads to the shop")
    stage.check(stage.shop.visits[-1][1] is None, "without telling the page's address")


def pays_from_an_account(stage):
    page, check = stage.page(), stage.check
    page.open(stage.gateway.userdocks(method="sepa", address=True) + WITH_STATE)
    check("Pay by SEPA Direct Debit" in page.html and not page.has("#number"), "an account is asked for, and no card")
    fill_account(page, "DE88" + ACCOUNT[4:])
    fill_address(page)
    send_anything(page)
    page.click(PAY)
    check(page.status == 422 and page.focused() == "iban", "the focus is on what is wrong")
    stage.shoot(page, "sepa-faults-light")
    for iban, word in ((REFUSED_ACCOUNT, "refused the debit"), (ACCOUNT, "Payment received")):
        fill_account(page, iban)
        fill_address(page)
        page.click(PAY)
        check(word in page.html and iban not in page.html, f"{iban}: {word}")
    stage.check_completed()
    pays_with_an_address(stage)


def pays_with_an_address(stage):
    page, check = stage.phone(dark=True), stage.check
    page.open(stage.gateway.userdocks(address=True) + WITH_STATE)
    names = set(fields(page, "textbox", "combobox"))
    check(names >= {"Card number", "Full name", "Address", "Postal code", "City", "Country"}, f"names: {names}")
    stage.shoot(page, "phone-address-dark")
    fill_card(page)
    page.type("#name", HOLDER)
    fill_address(page)
    page.click(PAY)
    check(stage.gateway.status() == "completed", "an address and a card pay, on a phone without script")


def pays_at_a_bank(stage):
    page, check, gateway = stage.page(), stage.check, stage.gateway
    page.open(gateway.userdocks(method="sofort") + WITH_STATE)
    check("Pay with Sofort" in page.html and page.evaluate(
        "[...document.querySelector('#country').options].map(o => o.text).join()") == "Germany", "one country")
    stage.shoot(page, "sofort-light")
    page.click(PAY)
    check("Confirm at your bank" in page.html and gateway.status() == "processing", "the bank's step comes")
    stage.shoot(page, "sofort-bank-light")
    page.click(CONFIRM)
    check(gateway.status() == "completed", "and completes the session")
