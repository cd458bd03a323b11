"""The examples in OpenAPI documents: of requests, answers, parameters, headers and schemas."""

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012


class Loader(yaml.SafeLoader):
    """YAML as JSON has it: a date is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def examples(node, pointer):
    """Each example with the pointer to its schema."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from examples(item, f"{pointer}/{index}")
    elif isinstance(node, dict):
        if "schema" in node:
            if "example" in node:
                yield f"{pointer}/schema", f"{pointer}/example", node["example"]
            for name, example in node.get("examples", {}).items():
                yield f"{pointer}/schema", f"{pointer}/examples/{name}", example["value"]
        elif isinstance(node.get("examples"), list):
            for index, example in enumerate(node["examples"]):
                yield pointer, f"{pointer}/examples/{index}", example
        for key, item in node.items():
            if key not in ("example", "examples"):
                yield from examples(item, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")


def faults(paths):
    """Returns the number of examples, and a line for each example that is not valid under its own schema."""
    count, lines = 0, []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            document = yaml.load(file, Loader)
        registry = Registry().with_resource("urn:document", Resource(contents=document, specification=DRAFT202012))
        for schema, place, value in examples(document, ""):
            count += 1
            reference = "urn:document#" + schema.replace("%", "%25").replace("{", "%7B").replace("}", "%7D")
            validator = Draft202012Validator({"$ref": reference}, registry=registry, format_checker=FormatChecker())
            lines += [f"{path}: {place}: {error.message}" for error in validator.iter_errors(value)]
    return count, lines
