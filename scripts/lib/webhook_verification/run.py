"""Lets the functions of the documentation judge signed requests; scripts/webhook-verification starts it."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# The modules that all scripts share are in the folder above.
HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

import requests_to_judge
from checks import Checks

PAGE = pathlib.Path("Sources/Gateway/Documentation.docc/Webhooks.md")
FIXTURE = pathlib.Path("Tests/Fixtures/webhook-signatures.json")
GO_CACHE = pathlib.Path(".build/webhook-verification-go").resolve()
RUN_SECONDS_MAX = 300

# For each language: the word of its listings, the name of the file with the listing, the driver, and the command.
LANGUAGES = {
    "Python": ("python", "verify.py", "driver.py", ["python3", "driver.py"]),
    "Node": ("js", "verify.js", "driver.js", ["node", "driver.js"]),
    "Go": ("go", "verify.go", "driver.go", ["go", "run", "verify.go", "driver.go"]),
    "PHP": ("php", "verify.php", "driver.php", ["php", "driver.php"]),
    "Ruby": ("ruby", "verify.rb", "driver.rb", ["ruby", "driver.rb"]),
}
# Go builds before it runs; it needs a folder for that, and nothing from the network.
ENVIRONMENT = {
    "GO111MODULE": "off", "GOPROXY": "off", "GOFLAGS": "", "GOCACHE": str(GO_CACHE), "PYTHONDONTWRITEBYTECODE": "1"}


def listing(word):
    """The one listing of the page in a language."""
    found = re.findall(rf"^```{word}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    if len(found) != 1:
        raise ValueError(f"{PAGE} has {len(found)} listings marked {word} instead of one")
    return found[0]


def judge(language, requests):
    """What the language's functions say about each request."""
    word, name, driver, command = LANGUAGES[language]
    with tempfile.TemporaryDirectory(prefix="verification-") as folder:
        folder = pathlib.Path(folder)
        (folder / name).write_text(listing(word), encoding="utf-8")
        (folder / driver).write_bytes((HERE / "drivers" / driver).read_bytes())
        done = subprocess.run(
            command, cwd=folder, input=json.dumps(requests), capture_output=True, text=True, timeout=RUN_SECONDS_MAX,
            env=os.environ | ENVIRONMENT)
    if done.returncode != 0:
        raise ValueError(f"{language} ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def verifies(language):
    """The scenario of one language."""
    def scenario():
        answers = judge(language, [request.sent for request in requests])
        check(len(answers) == len(requests), f"{language} judged {len(answers)} of {len(requests)} requests")
        for request, answer in zip(requests, answers):
            what = "accepts" if request.is_valid else "refuses"
            check(answer is request.is_valid, f"{language} {what} {request.name}")
    scenario.__name__ = language
    return scenario


check = Checks("webhook verification")
requests = requests_to_judge.all_of(json.loads(FIXTURE.read_text(encoding="utf-8")))
check.run([verifies(language) for language in LANGUAGES], (OSError, ValueError, subprocess.SubprocessError))
check.end(f", {len(requests)} requests in each of {len(LANGUAGES)} languages")
