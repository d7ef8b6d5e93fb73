# SPDX-License-Identifier: Apache-2.0
"""Work orders and reports in whole words, as people type and say them: MWO2KG's are short forms of one mine. Standard
library only."""
from __future__ import annotations

import random
from collections.abc import Iterator

from . import codes
from .people import recased
from .spans import MASKED, Span
from .templates import Filled, Templates

COUNTS = {"bare": 800, "numbered": 1200, "coded": 600}
# What a sentence begins with is written large as often as not.
CAPITAL = 0.4
# MaintIE has these kinds of fields too. What else is marked here, it would mark otherwise or not at all.
SHARED = {"EQUIPMENT", "ACTIVITY", "STATE"}


def sentences(seed: int) -> Iterator[Filled]:
    draw = random.Random(f"orders/{seed}")
    templates = Templates.read("orders", {"code": codes.equipment})
    for section, count in COUNTS.items():
        for filled in templates.rows(section, count, draw):
            text = filled.text[0].upper() + filled.text[1:] if draw.random() < CAPITAL else filled.text
            yield recased(Filled(text, filled.spans, filled.template, filled.section), draw)


def for_maintenance(spans: list[Span]) -> list[Span]:
    return [(start, end, kind if kind in SHARED else MASKED) for start, end, kind in spans]
