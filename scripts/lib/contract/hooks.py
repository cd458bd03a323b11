"""Changes the requests that schemathesis generates, before they are sent."""

import itertools
import re

import schemathesis

# References in the catalogue of the fixture. A generated reference refers to nothing, so every answer would be 404.
KNOWN = {
    "planId": ("plan_01HFZ8QK3V9D2M5N7P0R4S6T8W", "CheckoutCreate"),
    "customer_id": ("cus_6M5HzU3hkTd4m7logrUkIu", "CreateCheckoutSessionRequest"),
    "plan_version_id": ("plv_6M5HzU3hkfL5EqVZ0XAXvQ", "CreateCheckoutSessionRequest"),
}


def with_integers(value):
    """The same JSON with each number that has a fraction of zero written without it."""
    if isinstance(value, dict):
        return {name: with_integers(item) for name, item in value.items()}
    if isinstance(value, list):
        return [with_integers(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


# Idempotency keys that are well formed. Generated keys are short, and come again with another body, which is a conflict
# by rule. Each is replaced by a new key, so that a refusal is always about the request itself.
KEY = re.compile(
    r'([!#-~][!-~]{0,254}|"([ !#-\[\]-~]|\\["\\]){1,255}"(; *[*a-z][*.0-9_a-z-]*(=[0-9]{1,15})?)*)')
keys = itertools.count()
HOURS_MAX = 69_000_000


def with_a_key_of_its_own(headers):
    for name, value in (headers or {}).items():
        if name.lower() == "idempotency-key" and isinstance(value, str) and KEY.fullmatch(value.strip(" \t")):
            headers[name] = f'"key-{next(keys)}"' if value.startswith('"') else f"key-{next(keys)}"


@schemathesis.hook
def before_call(context, case, kwargs):
    with_a_key_of_its_own(case.headers)
    body = case.body
    if not isinstance(body, dict):
        return
    schemas = case.operation.schema.raw_schema.get("components", {}).get("schemas", {})
    changed = {}
    for member, (reference, owner) in KNOWN.items():
        value = body.get(member)
        if owner not in schemas or not isinstance(value, str):
            continue
        # Only a valid reference is replaced, so that a request that has to be refused stays one.
        schema = schemas[owner]["properties"][member]
        schema = schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
        if len(value) >= schema.get("minLength", 0) and re.search(schema.get("pattern", ""), value):
            changed[member] = reference
    # Dollr reads integers as pydantic does: it also takes some texts and booleans, though its schema says integer. Null
    # is never taken, and replaces them here, so that the check of refusals still covers the rest of the contract.
    if "CreateCheckoutSessionPayload" in schemas and isinstance(body.get("source_id"), (bool, str)):
        changed["source_id"] = None
    # Meteroid's sessions end by the year 9999, and a schema cannot tell how many hours that is.
    hours = body.get("expires_in_hours")
    if "RestErrorResponse" in schemas and isinstance(hours, int) and HOURS_MAX < hours < 2**31:
        changed["expires_in_hours"] = HOURS_MAX
    if changed:
        body = {**body, **changed}
    # To JSON Schema 1.0 is an integer, to Meteroid it is not, and no schema can tell the two apart.
    if "RestErrorResponse" in schemas:
        body = with_integers(body)
    if body is not case.body:
        case.body = body
