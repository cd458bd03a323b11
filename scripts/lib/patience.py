"""How long a case waits for an event that has to come: long enough that a busy machine does not fail a case."""

SECONDS = 60
