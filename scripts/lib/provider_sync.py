"""Writes the generated parts of files: lists of providers, configurations for tests, requests and routes."""

import json
import re

import providers

WIDTH = 120
TABLE = "| Provider | Call | Success | Its errors |\n|---|---|---|---|\n"
COUNTS = "No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()


def sync(writes):
    """Writes every part that is old, or only names its file. Returns the exit status."""
    old = []
    for path, made in parts(providers.everyone()):
        file = providers.ROOT / path
        before = file.read_text(encoding="utf-8")
        after = made(before)
        if before == after:
            continue
        old.append(path)
        if writes:
            file.write_text(after, encoding="utf-8")
    if not old:
        print("provider: the generated parts are up to date")
        return 0
    for path in old:
        print(f"provider: {path} {'is written' if writes else 'is out of date; scripts/provider sync writes it'}")
    return 0 if writes else 1


def parts(everyone):
    """Each file with a generated part, and the function that makes its new text from the old one."""
    return [
        ("Package.swift", lambda text: package(text, everyone)),
        ("openapi/gateway.yaml", lambda text: choices(text, everyone)),
        ("Tests/Fixtures/conformance.json", lambda text: conformance(text, everyone)),
        ("Tests/Fixtures/bench.json", lambda text: bench(text, everyone)),
        ("README.md", lambda text: readme(text, everyone)),
        ("Sources/Gateway/Documentation.docc/Settings.md", lambda text: between(text, "kinds", kinds(everyone))),
    ]


def package(text, everyone):
    """The manifest with the names of the folders, which it cannot read by itself: SwiftPM caches the manifest's
    result."""
    names = ", ".join(json.dumps(each.type) for each in sorted(everyone, key=lambda each: each.type))
    return replaced(text, r"^let providers = \[.*\]$", f"let providers = [{names}]", "Package.swift")


def choices(text, everyone):
    """The gateway's document with each list of providers, and of documents, in alphabetical order."""
    for mark, names in (("providers", []), ("documents", ["gateway"])):
        names = sorted([each.name for each in everyone] + names)

        def made(found, names=names):
            return found[1] + "".join(f"{found[2]}  - {name}\n" for name in names)

        pattern = rf"^(( *)enum: # scripts/provider sync: {mark}\n)(?:\2  - .*\n)*"
        text = replaced(text, pattern, made, "openapi/gateway.yaml")
    return text


def conformance(text, everyone):
    """The configuration for tests; the settings of the gateway itself are not changed."""
    configuration = json.loads(text)
    own = [each for each in configuration["credentials"] if each["provider"] == "gateway"]
    of_providers = [
        {"provider": each.name, **credential, "livemode": False}
        for each in everyone for credential in each.facts["credentials"].values()]
    configuration["credentials"] = own + of_providers
    configuration["catalogue"] = catalogue(each.facts for each in everyone)
    return json_text(configuration) + "\n"


def bench(text, everyone):
    """The configuration for benchmarks."""
    measured = [(each.name, each.facts["bench"]) for each in everyone if "bench" in each.facts]
    configuration = json.loads(text)
    configuration["credentials"] = [
        {"provider": name, **credential}
        for name, facts in measured for credential in facts["credentials"].values()]
    configuration["catalogue"] = catalogue(facts for _, facts in measured)
    return json_text(configuration) + "\n"


def catalogue(all_facts):
    return {kind: entries for facts in all_facts for kind, entries in facts.get("catalogue", {}).items()}


def readme(text, everyone):
    text = between(text, "names", names(everyone))
    text = between(text, "requests", "\n".join(request(each) for each in everyone))
    text = between(text, "routes", TABLE + "".join(rows(each) for each in everyone))
    return between(text, "prefixes", prefixes(everyone))


def names(everyone):
    titles = [each.facts["title"] for each in everyone]
    return f"{COUNTS[len(titles)]} providers are served: {listed(titles)}.\n"


def prefixes(everyone):
    paths = listed([f"`/{each.name}`" for each in everyone])
    return wrapped(f"That provider's form is used for every answer below {paths}.") + "\n"


def listed(words):
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1]


def request(provider):
    """A create as a curl line, with a variable for each placeholder, and its answer."""
    shown = provider.facts["readme"]
    variables = {name: "$" + name.upper() for name in provider.values} | {"token": "$" + variable(provider)}
    words = [f"curl http://127.0.0.1:8080{provider.path}"]
    words += [f'-H "{providers.substitute(variables, field)}"' for field in provider.sample["fields"]]
    words += ["-H 'Content-Type: application/json'"]
    body = json.dumps(shown["body"], separators=(",", ":"), ensure_ascii=False)
    words += [f"-d '{body}'"]
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(word) + 3 > WIDTH:
            lines[-1] += " \\"
            lines.append("  " + word)
        else:
            lines[-1] += " " + word
    answer = json.dumps(shown["answer"], separators=(",", ":"), ensure_ascii=False)
    note = "\n" + wrapped(shown["note"]) + "\n" if "note" in shown else ""
    return "```sh\n" + "\n".join(broken(lines)) + f"\n```\n```json\n{answer}\n```\n{note}"


def variable(provider):
    return provider.name.upper().replace("-", "_")


def broken(lines):
    """The lines; a body that is too long is broken after commas, because white space between members is ignored."""
    for line in lines:
        while len(line) > WIDTH:
            place = line.rindex(",", 0, WIDTH) + 1
            yield line[:place]
            line = "  " + line[place:]
        yield line


def wrapped(text):
    """The text in lines."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".lstrip()
    return "\n".join(lines)


def rows(provider):
    """The provider's rows of the table of routes: the create with its errors, then the other calls."""
    first, *others = sorted(operations(provider), key=lambda each: each != create(provider))
    title, errors = provider.facts["title"], provider.facts["readme"]["errors"]
    out = f"| {title} | `{first[0]} {first[1]}` | {first[2]} | {errors} |\n"
    for status in sorted({each[2] for each in others}):
        calls = ", ".join(
            f"`{method} {shortened(path, first[1])}`" for method, path, each in others if each == status)
        out += f"| | {calls} | {status} | |\n"
    return out


def shortened(path, known):
    """The path, with `…` for the part that a row above shows."""
    return "…" + path.removeprefix(known) if path.startswith(known + "/") else path


def create(provider):
    """The operation that the sample calls."""
    for operation in operations(provider):
        pattern = re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(operation[1]))
        if operation[0] == "POST" and re.fullmatch(pattern, provider.sample["path"]):
            return operation
    raise providers.Fault(f"{provider.document} does not describe POST {provider.sample['path']}.")


def operations(provider):
    """Method, path and success of each operation of the provider's document, which has them at fixed depths."""
    try:
        text = (providers.ROOT / provider.document).read_text(encoding="utf-8")
    except OSError:
        raise providers.Fault(f"{provider.document} is missing.") from None
    path = method = None
    found = []
    for line in text.split("\ncomponents:\n")[0].splitlines():
        if match := re.fullmatch(r"  (/.*):", line):
            path = match[1]
        elif match := re.fullmatch(r"    (get|post|put|patch|delete):", line):
            method = match[1].upper()
        elif (match := re.fullmatch(r"        '(2\d\d)':", line)) and path and method:
            found.append((method, path, match[1]))
            method = None
    return found


def kinds(everyone):
    words = [f"`{kind}`" for each in everyone for kind in each.facts["kinds"]]
    return wrapped(f"The catalogue says what sessions may refer to: {', '.join(words)}.") + "\n"


def between(text, mark, made):
    """The text with other lines between two marks."""
    begin, end = f"<!-- providers: {mark} -->\n", f"<!-- providers: end of {mark} -->\n"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise providers.Fault(f"There have to be one line {begin.strip()} and one line {end.strip()}.")
    return text[:text.index(begin) + len(begin)] + "\n" + made + "\n" + text[text.index(end):]


def replaced(text, pattern, made, path):
    text, count = re.subn(pattern, made, text, flags=re.M)
    if count == 0:
        raise providers.Fault(f"{path} lacks the list of providers that matches {pattern}")
    return text


def json_text(value, indent=0, before=0):
    """The value as JSON, with an object or an array on one line if it fits."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value or indent + before + len(line) < WIDTH and indent > 0:
        return line
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        items = [
            f"{inner}{json.dumps(name)}: {json_text(each, indent + 2, len(name) + 4)}" for name, each in value.items()]
        return "{\n" + ",\n".join(items) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(inner + json_text(each, indent + 2) for each in value) + "\n" + " " * indent + "]"
