"""Random choices that can be repeated: every case makes them from one seed, which the case's line prints."""

import os
import random

SEED = int(os.environ["TORTURE_SEED"])

_drawn = False


def draw():
    """A generator that begins at the seed. The same seed makes the same choices, but not the same timing."""
    global _drawn
    _drawn = True
    return random.Random(SEED)


def told():
    """The seed as a line prints it; empty if the case has made no random choice."""
    return f"; seed {SEED}" if _drawn else ""
