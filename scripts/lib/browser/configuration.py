"""The settings of the gateway: those of a fixture, with prices whose names and amounts are hard to show."""

import json
import os

# A name that turns the direction of text, and has a word without a break, stacked accents, Arabic and an emoji.
HOSTILE = "\u202egnp.exe\u202c " + "W" * 90 + " e\u0301\u0302\u0303" * 8 + " \u0645\u0631\u062d\u0628\u0627 \U0001f9fe"
PRICES = [
    {"id": "price_1", "name": "Desk, by the piece", "amount": 1234567, "currency": "JPY"},
    {"id": "price_2", "name": f"<b>Desk</b> {HOSTILE}", "amount": 90, "currency": "EUR"},
]


def write(fixture, folder):
    """Writes the settings into the folder; returns the path of the file."""
    with open(fixture) as file:
        configuration = json.load(file)
    configuration["access_log"] = "on"
    configuration["catalogue"]["userdocks.price"] = PRICES
    path = os.path.join(folder, "gateway.json")
    with open(path, "w") as file:
        json.dump(configuration, file)
    return path
