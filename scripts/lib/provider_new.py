"""Makes the files of a new provider: a small dialect that compiles, with FILL IN at each part that has to be
written."""

import pathlib
import re

import provider_sync
import providers

TEMPLATES = pathlib.Path(__file__).resolve().parent / "new-provider"


def lay_out(name, type_name):
    """Writes the files and the line in the registry. Returns the exit status."""
    type_name = type_name or "".join(part.capitalize() for part in name.split("-"))
    files = {place(template.name, name, type_name): filled(template, name, type_name) for template in templates()}
    if type_name in providers.registered():
        raise providers.Fault(f"{providers.REGISTRY} already has a {type_name}.")
    for path in files:
        if (providers.ROOT / path).exists():
            raise providers.Fault(f"{path} exists already.")
    register(type_name)
    for path, text in files.items():
        file = providers.ROOT / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        print(f"provider: {path} is written")
    print(f"provider: added a line to {providers.REGISTRY}")
    providers.everyone.cache_clear()
    provider_sync.sync(writes=True)
    print(f"provider: next, fill in each part that scripts/provider check {name} names")
    return 0


def templates():
    return sorted(TEMPLATES.iterdir())


def place(template, name, type_name):
    """The path of the file that a template makes."""
    file = template.replace("__TYPE__", type_name).replace("__NAME__", name)
    if file.endswith(".yaml"):
        return f"openapi/{file}"
    if file.endswith(".json") or file.endswith("Tests.swift"):
        return f"Tests/Providers/{type_name}/{file}"
    return f"Sources/Providers/{type_name}/{file}"


def filled(template, name, type_name):
    text = template.read_text(encoding="utf-8")
    return text.replace("__TYPE__", type_name).replace("__TITLE__", type_name).replace("__NAME__", name)


def register(type_name):
    """Adds a line at the end of the list in the registry."""
    file = providers.ROOT / providers.REGISTRY
    text = file.read_text(encoding="utf-8")
    last = re.findall(r"^ +[A-Z]\w*\(\),\n", text, re.M)[-1]
    indent = last[:len(last) - len(last.lstrip())]
    file.write_text(text.replace(last, f"{last}{indent}{type_name}(),\n"), encoding="utf-8")
