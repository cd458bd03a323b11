"""Writes the first inputs of every fuzz target: what the project's own vectors send, in the form that each target reads.

Usage: seeds.py FOLDER    makes FOLDER/TARGET/ for each target
"""

import base64
import hashlib
import json
import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS.parent / "scripts" / "lib"))
import providers  # noqa: E402

VECTORS = TESTS / "Vectors"
# libFuzzer cuts off longer inputs, and a body without its end is a poor seed.
BYTES_MAX = 4_096
# Offsets at which a seed is cut in two; libFuzzer finds others.
CUTS = [b"\x00\x00", b"\x00\x17", b"\x00\x40"]


def sent(case):
    """The bytes of one HTTP vector, with repeats cut short."""
    out = b""
    for step in case.get("send", []):
        if isinstance(step, str):
            out += step.encode("latin-1")
        elif "base64" in step:
            out += base64.b64decode(step["base64"])
        elif "repeat" in step:
            times = min(step["repeat"]["times"], 40)
            for number in range(times):
                out += step["repeat"]["text"].replace("{{i}}", str(number)).encode("latin-1")
        elif "bytewise" in step:
            out += step["bytewise"].encode("latin-1")
    return out.replace(b"{{host}}", b"a:80").replace(b"{{token}}", providers.named("duro").token.encode())


def body(request):
    """The body of one provider's vector."""
    value = request.get("body") or ""
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value.encode("utf-8", "surrogatepass")


def field_lines(request, known):
    lines = []
    for name, values in request.get("headers", {}).items():
        for value in values if isinstance(values, list) else [values]:
            lines.append(providers.substitute(known, f"{name}: {value}").encode())
    return lines


def seeds():
    """Pairs of a target and one of its inputs."""
    for case in json.loads((VECTORS / "http1.json").read_text()):
        request = sent(case)
        for number, cut in enumerate(CUTS):
            yield "head", request + cut
            # The last events are: the client ends its side, the server stops, or a deadline passes.
            yield "connection", request + cut + bytes([0x11 << number])
        head, _, content = request.partition(b"\r\n\r\n")
        if b"chunked" in head.lower():
            for cut in CUTS:
                yield "chunks", content + cut
        line = head.split(b"\r\n")[0].split(b" ")
        if len(line) > 1:
            yield "target", line[1] + b"\x00"
        yield "credentials", head.partition(b"\r\n")[2]
    for provider in providers.everyone():
        for vector in provider.vectors():
            request = vector["request"]
            content = body(request)
            lines = field_lines(request, provider.values)
            yield "credentials", b"\r\n".join(lines)
            yield "target", request["path"].encode() + b"\x01"
            yield "json", content
            yield provider.name, content + b"\x00\x00"
            whole = b"POST /x HTTP/1.1\r\n" + b"\r\n".join([b"Host: a", *lines]) + b"\r\n\r\n" + content
            yield provider.name, whole + b"\x00\x03"
            path, _, query = request["path"].partition("?")
            for choice in range(4):
                yield provider.name, (query or path.rsplit("/", 1)[-1]).encode() + bytes([choice, 2])
    for path in sorted((TESTS / "Fixtures" / "json").rglob("*.json")):
        yield "json", path.read_bytes()
    yield from references()


def references():
    samples = [
        "cs_test_0000EUVqkh25HTmtN4NIzVMOW0CPBXbKEw", "cs_live_0000EUVqkh25HTmtN4NIzVMOW0CPBXbKEw", "42", "007",
        "chk_01KE2C0W7R0001G000000000X5", "che_3zD9mQe1pXbC0yK2LfVn7a", "7zzzzzzzzzzzzzzzzzzzzzzzzz",
        "0190e4a4-93f8-7001-8000-000000000005", "{0190e4a4-93f8-7001-8000-000000000005}",
        "urn:uuid:0190e4a4-93f8-7001-8000-000000000005", "0190e4a493f870018000000000000005",
        "cus_6M5HzU3hkTd4m7logrUkIu", "plv_6M5HzU3hkfL5EqVZ0XAXvQ", "7n42DGM5Tflk9n8mt7Fhc7", "9223372036854775807",
        "2024-02-29", "-0001-1-1", "+262142-12-31", "79228162514264337593543950335", "1_000.5e-3", "https://a.b:80/c?d#e",
        "http://[::1]/", "a.b@example.com", "NGN", "\x01\x90\xe4\xa4\x93\xf8\x70\x01\x80\x00\x00\x00\x00\x00\x00\x05",
    ]  # fmt: skip
    for sample in samples:
        for choice in [b"\x00\x00", b"\x01\x01", b"\x41\x02"]:
            yield "references", sample.encode("latin-1") + choice


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    for target, data in seeds():
        if len(data) <= BYTES_MAX:
            path = folder / target / hashlib.sha256(data).hexdigest()[:16]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


main()
