"""Ways to use the page: without JavaScript, by keyboard, and on narrow phones with the longest texts."""

from configuration import HOSTILE
from form import CONFIRM, PAID, SECURE, pay
from sessions import WITH_STATE

PLAN = "plan_01HFZ8QK3V9D2M5N7P0R4S6T8W"


def works_without_script(stage):
    page, check = stage.phone(390, 844), stage.check
    page.open(stage.gateway.duro(planId=PLAN))
    check("₦15,000.00" in page.html, "the plan's price is shown")
    stage.shoot(page, "phone-light")
    page.scheme(True)
    stage.shoot(page, "phone-dark")
    pay(page, SECURE)
    stage.shoot(page, "phone-confirm-dark")
    page.click(CONFIRM)
    check("Subscription started" in page.html, "a receipt if there is no URL to go to")
    stage.shoot(page, "phone-receipt-dark")
    page.resize(320, 640, mobile=True)
    page.scheme(False)
    page.open(stage.gateway.duro(planId=PLAN, customerPhone="2348012345678"))
    stage.shoot(page, "phone-narrow-light")


def works_by_keyboard(stage):
    page, check = stage.page(), stage.check
    page.open(stage.gateway.billing())
    page.key("Tab", 9)
    for field, text in (("number", PAID), ("expiry", "12/39"), ("code", "123")):
        focused = page.focused()
        check(focused == field, f"Tab leads to {field}, not {focused}")
        page.call("Input.insertText", text=text)
        page.key("Tab", 9)
    check(page.evaluate("document.activeElement.value") == "pay", "Tab leads to the button")
    page.after(lambda: page.key("Enter", 13), "what Enter loads")
    check(page.url.startswith(stage.shop.origin + "/thanks"), "Enter pays")


def stretches(stage):
    """The longest amount and the longest names that calls can contain, on the narrowest phone."""
    page = stage.phone(dark=True)
    shows_the_longest_amount(stage, page)
    page.scheme(False)
    page.open(stage.gateway.userdocks(price="price_2") + WITH_STATE)
    is_text = "<b>" in page.html.replace("&lt;", "<").replace("&gt;", ">") and not page.has("b")
    stage.check(is_text, "a name is no markup")
    stage.shoot(page, "phone-hostile-light")
    page.resize(1100, 860)
    stage.shoot(page, "hostile-light")


def shows_the_longest_amount(stage, page):
    page.open(stage.gateway.duro(
        amount=9007199254740991, customerPhone=HOSTILE, customerEmail="a" * 60 + "@" + "b" * 60 + ".example",
        successUrl="https://" + "a-very-long-label-of-a-shop." * 6 + "example/thanks"))
    stage.check("₦90,071,992,547,409.91" in page.html, "the largest amount is shown")
    stage.shoot(page, "phone-stretched-dark")
    heights = page.evaluate(
        "[...document.querySelectorAll('.amount')].map(e => e.getClientRects().length).join()")
    stage.check(heights == "1", f"the amount is not broken over lines: {heights}")
