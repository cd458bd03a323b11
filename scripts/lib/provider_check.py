"""Names the parts that providers lack, as far as that can be seen without a build."""

import provider_sync
import providers

VECTORS_MIN = 20
MARK = "FILL IN"
# The members that provider.json requires, with their required members.
REQUIRED = {
    "name": (), "title": (), "kinds": (), "credentials": ("token",),
    "sample": ("path", "fields", "wrong", "body", "answer"), "errors": ("statuses", "begin", "rate_limited"),
    "translation": ("left_out", "made_up"), "readme": ("errors", "body", "answer"),
}

# The members that these members of provider.json may have.
KNOWN = {
    "readme": {"errors", "body", "answer", "note"}, "bench": {"path", "credentials", "catalogue", "bodies"},
    "fuzz": {"catalogue", "secrets", "never_kept", "refuses_two_authorizations"},
    "contract": {
        "references", "at_most", "null_instead", "refuses_fractions_of_zero", "refuses_valid_requests",
        "examples_on_the_bare_path", "fields"},
}


def check(name=None):
    """Checks one provider, or every registered one. Returns the exit status."""
    known = {path.stem for path in (providers.ROOT / "openapi").glob("*.yaml")} - {"gateway"}
    types = providers.registered()
    if name is not None:
        types = [each for each in types if name in (each, name_of(each))]
        if not types:
            where = "has a document and " if name in known else ""
            raise providers.Fault(
                f"{name} {where}is not in {providers.REGISTRY}; scripts/provider new {name} makes it.")
    lacking = [sentence for each in types for sentence in lacks(each)]
    for sentence in lacking:
        print(f"provider: {sentence}")
    if lacking:
        return 1
    print(f"provider: {', '.join(name_of(each) for each in types)}: no file, member, vector or journey is missing")
    return provider_sync.sync(writes=False)


def name_of(type_name):
    """The name in the fixture; the name of the type if there is no fixture."""
    try:
        return providers.Provider(type_name).name
    except providers.Fault:
        return type_name


def lacks(type_name):
    """A sentence for each missing part of a provider."""
    try:
        provider = providers.Provider(type_name)
    except providers.Fault as fault:
        yield str(fault)
        return
    fixture = f"{provider.folder}/provider.json"
    for member, inner in REQUIRED.items():
        if member not in provider.facts:
            yield f"{fixture} has no member \"{member}\"."
        yield from (
            f"{fixture}: {member} has no member \"{each}\"." for each in inner
            if member in provider.facts and each not in provider.facts[member])
    for member, inner in KNOWN.items():
        yield from (
            f"{fixture}: {member} has an unknown member \"{each}\"."
            for each in provider.facts.get(member, {}) if each not in inner)
    yield from unknown_operations(provider)
    if not (providers.ROOT / provider.sources).is_dir():
        yield f"{provider.sources} is missing."
    yield from lacks_in_document(provider)
    yield from lacks_in_vectors(provider)
    for path in [*sorted((providers.ROOT / provider.sources).glob("*")),
                 *sorted((providers.ROOT / provider.folder).glob("*")), providers.ROOT / provider.document]:
        if path.is_file():
            yield from places(path)


def unknown_operations(provider):
    """A sentence for each operation that the fixture names and the document does not have."""
    document = providers.ROOT / provider.document
    if not document.is_file():
        return
    words = document.read_text(encoding="utf-8").split()
    known = {word for before, word in zip(words, words[1:]) if before == "operationId:"}
    for each in provider.facts.get("contract", {}).get("refuses_valid_requests", {}):
        if each not in known:
            yield f"{provider.folder}/provider.json: contract names \"{each}\", and the document has no such operationId."


def lacks_in_document(provider):
    try:
        provider_sync.create(provider)
    except providers.Fault as fault:
        yield str(fault)


def lacks_in_vectors(provider):
    try:
        vectors = provider.vectors()
    except providers.Fault as fault:
        yield str(fault)
    else:
        if len(vectors) < VECTORS_MIN:
            yield f"{provider.folder}/vectors.json has {len(vectors)} vectors, and needs at least {VECTORS_MIN}."
        statuses = {str(each["expect"]["status"]) for each in vectors if isinstance(each["expect"].get("status"), int)}
        for status in ("2", "401"):
            if not any(each.startswith(status) for each in statuses):
                yield f"{provider.folder}/vectors.json has no answer with {status + 'xx' if status == '2' else status}."
    try:
        if not providers.read(f"{provider.folder}/journeys.json"):
            yield f"{provider.folder}/journeys.json has no journey."
    except providers.Fault as fault:
        yield str(fault)


def places(path):
    """A sentence for each part of a file that has to be filled in."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if MARK in line:
            yield f"{path.relative_to(providers.ROOT)}, line {number}: {line[line.index(MARK):][:200]}"
