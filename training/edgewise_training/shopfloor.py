# SPDX-License-Identifier: Apache-2.0
"""Sentences of machines and of the people beside them, all of them harmless. Standard library only."""
from __future__ import annotations

import random
from collections.abc import Iterator

from .templates import Filled, Templates

COUNTS = {"orders": 1400, "devices": 500, "lines": 700}
READINGS = 800


def sentences(seed: int) -> Iterator[Filled]:
    draw = random.Random(f"shopfloor/{seed}")
    templates = Templates.read("shopfloor")
    for section, count in COUNTS.items():
        yield from templates.rows(section, count, draw)


def readings(seed: int) -> Iterator[Filled]:
    """Levels, loads and sizes: a percent sign is no sign of spam."""
    yield from Templates.read("shopfloor").rows("readings", READINGS, random.Random(f"readings/{seed}"))
