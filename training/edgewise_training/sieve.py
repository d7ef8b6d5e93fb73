# SPDX-License-Identifier: Apache-2.0
"""Which texts may be learnt from: none of a test, none twice. Standard library only."""
from __future__ import annotations

import collections
from dataclasses import dataclass, field

from . import shared  # noqa: F401  (makes measure and mix reachable)

import measure  # noqa: E402
import mix  # noqa: E402


@dataclass
class Sieve:
    """One per set, or for several that may have no text in common. Counts in `dropped`, with `name` before the reason, what it
    keeps back. `tests` are keys of tests_texts.py. Of a text with a short key, only the same letters make a repetition."""

    tests: set[str]
    dropped: collections.Counter
    name: str = ""
    _seen: set[str] = field(default_factory=set)

    def passes(self, text: str) -> bool:
        key = measure.key(text)
        same = key if len(key) > mix.DISTINCT_KEY else text
        reason = (
            "empty" if not text.strip() else "test text" if key in self.tests else "repeated" if same in self._seen else None
        )
        self._seen.add(same)
        if reason:
            self.dropped[self.name + reason] += 1
        return reason is None
