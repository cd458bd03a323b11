"""What a customer types into the page's form, and the buttons that the customer clicks."""

PAY, CANCEL = "button[value=pay]", "button[value=cancel]"
CONFIRM, FAIL = "button[value=confirm]", "button[value=fail]"
# The test cards: one that pays, two that are refused, and one that the bank asks about.
PAID, DECLINED, POOR, SECURE = "4242424242424242", "4000000000000002", "4000000000009995", "4000002500003155"
ACCOUNT, REFUSED_ACCOUNT = "DE89370400440532013000", "DE62370400440532013001"
HOLDER, STREET = "Ada Lovelace", "Unter den Linden"


def fill_card(page, number=PAID, expiry="12/39", code="123"):
    page.type("#number", number)
    page.type("#expiry", expiry)
    page.type("#code", code)


def fill_account(page, iban):
    page.type("#holder", HOLDER)
    page.type("#iban", iban)


def fill_address(page):
    for field, text in (("line", STREET + " 1"), ("postalCode", "10117"), ("city", "Berlin")):
        page.type("#" + field, text)


def pay(page, number=PAID):
    """Fills in a card and clicks the button that pays."""
    fill_card(page, number)
    page.click(PAY)


def send_anything(page):
    """Lets the form be sent with faults that the browser itself would refuse."""
    page.evaluate("document.forms[0].noValidate = true")


def fields(page, *roles):
    """What the browser tells a screen reader about the form's fields: each field's description by its name."""
    tree = page.call("Accessibility.getFullAXTree")["nodes"]
    return {
        node["name"]["value"]: node.get("description", {}).get("value", "")
        for node in tree if node.get("role", {}).get("value") in roles}
