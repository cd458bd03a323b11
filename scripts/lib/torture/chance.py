"""Chance that can be drawn again: every case takes it from one seed, which the case's line tells."""

import os
import random

SEED = int(os.environ["TORTURE_SEED"])

_drawn = False


def draw():
    """A generator that begins at the seed. The same seed makes the same choices; what the machine does between them, and how
    soon, is its own."""
    global _drawn
    _drawn = True
    return random.Random(SEED)


def told():
    """What a line says of the seed; nothing where the case left nothing to chance."""
    return f"; seed {SEED}" if _drawn else ""
