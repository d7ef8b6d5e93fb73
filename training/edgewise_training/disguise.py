# SPDX-License-Identifier: Apache-2.0
"""How people write around a filter, and how devices mangle texts: ten percent of the rows of a step are disguised.

Standard library only. Draws come from the caller, so a step's disguises are always the same.
"""
from __future__ import annotations

import random
from collections.abc import Callable

SHARE = 0.10
LEET = {"a": "@4", "e": "3", "i": "1!", "o": "0", "s": "$5", "t": "7", "l": "1", "b": "8", "g": "9"}
# Cyrillic, Greek and other letters that look the same.
ALIKE = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "y": "у", "i": "і", "s": "ѕ", "u": "υ", "n": "ո"}
INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\u00ad")
SEPARATORS = (" ", ".", "-", "_", "*")
PREFIXES = ("ALARM {}: ", "unit {}: ", "msg {} ", "[{:04x}] ", "T{}> ", "{}: ", "operator {}: ")


def _some_words(text: str, draw: random.Random, change: Callable[[str], str], share: float) -> str:
    return " ".join(change(w) if len(w) > 2 and draw.random() < share else w for w in text.split(" "))


def leet(text: str, draw: random.Random) -> str:
    swap = lambda w: "".join(draw.choice(LEET[c]) if c in LEET and draw.random() < 0.6 else c for c in w.lower())
    return _some_words(text, draw, swap, 0.4)


def spaced(text: str, draw: random.Random) -> str:
    between = draw.choice(SEPARATORS)
    return _some_words(text, draw, lambda w: between.join(w) if len(w) < 12 else w, 0.2)


def alike(text: str, draw: random.Random) -> str:
    swap = lambda w: "".join(ALIKE[c] if c in ALIKE and draw.random() < 0.5 else c for c in w)
    return _some_words(text, draw, swap, 0.4)


def invisible(text: str, draw: random.Random) -> str:
    def split(word: str) -> str:
        at = draw.randrange(1, len(word))
        return word[:at] + draw.choice(INVISIBLE) + word[at:]

    return _some_words(text, draw, split, 0.4)


def repeated(text: str, draw: random.Random) -> str:
    def stretch(word: str) -> str:
        at = draw.randrange(len(word))
        return word[:at] + word[at] * draw.randint(2, 4) + word[at + 1 :]

    return _some_words(text, draw, stretch, 0.25)


def upper(text: str, draw: random.Random) -> str:
    return text.upper() if draw.random() < 0.5 else _some_words(text, draw, str.upper, 0.3)


def starred(text: str, draw: random.Random) -> str:
    return _some_words(text, draw, lambda w: w[0] + "*" + w[2:] if len(w) < 10 else w, 0.15)


def cut(text: str, draw: random.Random) -> str:
    words = text.split(" ")
    return " ".join(words[: max(3, len(words) // 2)])


def prefixed(text: str, draw: random.Random) -> str:
    return draw.choice(PREFIXES).format(draw.randrange(1, 60000)) + text


WAYS = (leet, leet, spaced, alike, invisible, repeated, upper, starred, cut, prefixed)


def disguise(text: str, draw: random.Random, share: float = SHARE) -> str:
    if draw.random() >= share:
        return text
    return draw.choice(WAYS)(text, draw) or text
