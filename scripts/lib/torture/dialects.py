"""The providers' creates, and the shape of each provider's errors."""

import json
import pathlib

import client
import keyed
from case import require

USERDOCKS = {
    "price": "price_1", "taxRate": "txr_1", "allowedCountry": "DE", "paymentMethodType": "card",
    "billingAddressCollection": True, "mode": "payment", "quantity": 1, "isReverseCharge": False, "state": "0" * 64,
}

# Path, credential, body, and the members that a failure has at its top.
DIALECTS = {
    "dollr": ("/v1/sessions/checkout", "dollr-conformance-token", {"source_id": 1, "source_type": "ORDER"}, {"detail"}),
    "duro": ("/v1/checkout/sessions", keyed.TOKEN, {"amount": 1}, {"error"}),
    "meteroid": (
        "/api/v1/checkout-sessions", "pv_sand_Q7n42DGM5Tflk9n8mt7Fhc7XyZaB/2vIOgNg2ElyLMxWAPn6Xz",
        {"customer_id": "acme-corp", "plan_version_id": "plv_6M5HzU3hkfL5EqVZ0XAXvQ"}, {"code", "message"}),
    "billing": ("/api/v1/billing/checkout", "billing-conformance-token", {}, {"detail"}),
    "userdocks": (
        "/api/v1/checkout-sessions", "userdocks-conformance-access-token", USERDOCKS,
        {"success", "error", "message", "data"}),
}

DOCUMENTS = pathlib.Path(__file__).resolve().parents[3] / "openapi"


def names():
    """Every provider that has a document, each of which has to be in the table."""
    found = sorted(path.stem for path in DOCUMENTS.glob("*.yaml") if path.stem != "gateway")
    require(found == sorted(DIALECTS), f"documents are of {found}, and dialects of {sorted(DIALECTS)}")
    return found


def create(name):
    path, token, body, _ = DIALECTS[name]
    return client.request("POST", f"/{name}{path}", json.dumps(body).encode(), token=token)


def check_unavailable(name, answer):
    """503 in the provider's own shape, with Retry-After."""
    require(answer.status == 503, f"{name}: {answer.status} instead of 503: {answer.body}")
    require((answer.field("Retry-After") or "").isdigit(), f"{name}: no Retry-After: {answer.head}")
    require(set(answer.json()) == DIALECTS[name][3], f"{name}: not its shape: {answer.body}")
