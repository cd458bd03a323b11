"""Judges the requests on standard input with the functions of the documentation."""

import json
import sys

import verify

functions = {"standard": verify.verify, "stripe": verify.verify_stripe}
json.dump(
    [functions[one["kind"]](one["secret"], one["headers"], one["body"].encode(), one["now"])
     for one in json.load(sys.stdin)],
    sys.stdout)
