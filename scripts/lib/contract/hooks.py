"""Changes the requests that schemathesis generates, before they are sent, as the fixture of the provider says."""

import itertools
import os
import pathlib
import re
import sys

import schemathesis

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
import providers  # noqa: E402

NAME = os.environ["CONTRACT_DOCUMENT"]
FACTS = {} if NAME == "gateway" else providers.named(NAME).facts.get("contract", {})


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


def with_a_key_of_its_own(headers):
    for name, value in (headers or {}).items():
        if name.lower() == "idempotency-key" and isinstance(value, str) and KEY.fullmatch(value.strip(" \t")):
            headers[name] = f'"key-{next(keys)}"' if value.startswith('"') else f"key-{next(keys)}"


class Document:
    """The schemas of the document under test."""

    def __init__(self, operation):
        self.whole = operation.schema.raw_schema
        body = self.whole["paths"][operation.path][operation.method.lower()].get("requestBody", {})
        self.body = self.resolved(self.resolved(body).get("content", {}).get("application/json", {}).get("schema", {}))

    def resolved(self, schema):
        while "$ref" in schema:
            found = self.whole
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        # A nullable value has a schema with two choices.
        choices = [each for each in schema.get("anyOf", schema.get("oneOf", [])) if each.get("type") != "null"]
        return self.resolved(choices[0]) if len(choices) == 1 and "properties" not in schema else schema

    def below(self, schema, step):
        schema = self.resolved(schema)
        return self.resolved(schema.get("items", {}) if step == "*" else schema.get("properties", {}).get(step, {}))


def replaced(value, schema, steps, change, document):
    """The value after `change` at the end of the steps: names of members, and `*` for every element of an array."""
    if not steps:
        return change(value, schema)
    step, rest = steps[0], steps[1:]
    inner = document.below(schema, step)
    if step == "*" and isinstance(value, list):
        return [replaced(item, inner, rest, change, document) for item in value]
    if step != "*" and isinstance(value, dict) and step in value:
        return {**value, step: replaced(value[step], inner, rest, change, document)}
    return value


def known(reference):
    """Puts a reference of the catalogue in place of a valid one, which would refer to nothing, so that every answer would
    be 404. A text that is not valid stays, so that a request that has to be refused stays one."""
    def change(value, schema):
        is_valid = (isinstance(value, str) and len(value) >= schema.get("minLength", 0)
                    and re.search(schema.get("pattern", ""), value))
        return reference if is_valid else value
    return change


def at_most(limit):
    """Lowers an integer that is valid under its schema, which cannot tell a limit that depends on the time."""
    def change(value, schema):
        is_valid = isinstance(value, int) and limit < value <= schema.get("maximum", 2**31 - 1)
        return limit if is_valid else value
    return change


TYPES = {"boolean": bool, "string": str}


def null_instead(names):
    """Puts null, which is always refused, in place of types that the provider accepts beyond its schema."""
    types = tuple(TYPES[name] for name in names)
    return lambda value, _: None if isinstance(value, types) else value


CHANGES = [("references", known), ("at_most", at_most), ("null_instead", null_instead)]


@schemathesis.hook
def before_call(context, case, kwargs):
    with_a_key_of_its_own(case.headers)
    body = case.body
    if not isinstance(body, dict):
        return
    document = Document(case.operation)
    for member, make in CHANGES:
        for path, fact in FACTS.get(member, {}).items():
            body = replaced(body, document.body, path.split("."), make(fact), document)
    # JSON Schema counts 1.0 as an integer. Some providers do not, and a schema cannot distinguish the two.
    if FACTS.get("refuses_fractions_of_zero"):
        body = with_integers(body)
    if body != case.body or repr(body) != repr(case.body):
        case.body = body
