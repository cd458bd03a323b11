"""The fixture of each registered provider, Tests/Providers/NAME/provider.json, for the scripts."""

import functools
import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
REGISTRY = "Sources/Providers/Registry.swift"


class Fault(SystemExit):
    """A file of a provider is missing or broken; the message says which. If no code catches it, it ends the script."""


def read(path):
    """The JSON in a file, whose path starts at the folder of the checkout. Raises Fault."""
    try:
        return json.loads((ROOT / path).read_text(encoding="utf-8"))
    except OSError:
        raise Fault(f"{path} is missing.") from None
    except ValueError as error:
        raise Fault(f"{path} is not JSON: {error}.") from None


class Provider:
    """One provider. Its type is the name of its folders, its name the one in paths and settings."""

    def __init__(self, type_name):
        self.type = type_name
        self.folder = f"Tests/Providers/{type_name}"
        self.sources = f"Sources/Providers/{type_name}"
        self.facts = read(f"{self.folder}/provider.json")
        try:
            self.name = self.facts["name"]
            self.values = values_of(self.facts["credentials"])
            self.sample = self.facts["sample"]
            self.token = self.values["token"]
            self.path = f"/{self.name}{self.sample['path']}"
            self.fields = [substitute(self.values, field) for field in self.sample["fields"]]
            self.body = json.dumps(self.sample["body"]).encode()
            self.error_beginnings = self.facts["errors"]["begin"]
        except (KeyError, TypeError) as error:
            raise Fault(f"{self.folder}/provider.json has no member {error}.") from None

    @property
    def document(self):
        """The path of its OpenAPI document."""
        return f"openapi/{self.name}.yaml"

    def vectors(self):
        return read(f"{self.folder}/vectors.json")

    def is_error(self, body):
        """Whether the bytes of a body begin as this provider's errors do."""
        return any(body.startswith(beginning.encode()) for beginning in self.error_beginnings)


def values_of(credentials):
    """The text for each placeholder: a secret by the name of its credential, and `client_id`."""
    values = {name: each["secret"] for name, each in credentials.items()}
    for each in credentials.values():
        if "client_id" in each:
            values["client_id"] = each["client_id"]
    return values


def substitute(values, text):
    """Replaces each `{{name}}` by its value."""
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", value)
    return text


def registered():
    """The names of the types in the registry, in its order."""
    text = (ROOT / REGISTRY).read_text(encoding="utf-8")
    return re.findall(r"^ +([A-Z]\w*)\(\),", text, re.M)


@functools.cache
def everyone():
    """All registered providers, in the order of the registry. Raises Fault."""
    return [Provider(type_name) for type_name in registered()]


def named(name):
    """The registered provider of this name. Raises Fault."""
    for provider in everyone():
        if provider.name == name:
            return provider
    raise Fault(f"{REGISTRY} has no provider named {name}.")
