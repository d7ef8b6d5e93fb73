# SPDX-License-Identifier: Apache-2.0
"""Made-up advertising and fraud, and wanted messages that look like it. Standard library only."""
from __future__ import annotations

import random
from collections.abc import Iterator

from . import shared  # noqa: F401  (makes mix reachable)
from .templates import Filled, Templates

import mix  # noqa: E402

X = mix.UNKNOWN
SPAM = [0, 0, X, 0, 0, 0, 1]
COUNTS = {"prize": 900, "loan": 500, "crypto": 600, "phish": 750, "adult": 450, "shop": 850, "subscribe": 600, "ham": 2600}


def sentences(seed: int) -> Iterator[tuple[Filled, list]]:
    draw = random.Random(f"spam/{seed}")
    templates = Templates.read("spam")
    for section, count in COUNTS.items():
        for filled in templates.rows(section, count, draw):
            yield filled, mix.CLEAN if section == "ham" else SPAM
