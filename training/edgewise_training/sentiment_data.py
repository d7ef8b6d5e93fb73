# SPDX-License-Identifier: Apache-2.0
"""Sentences with a mood: negative, neutral or positive. See fetch.py for where they come from.

VADER's have the mean of 20 ratings from -4 to 4: beyond NEUTRAL on either side is a mood. UCI's are positive or negative;
yelp.com's are never trained on, but measured. Device commands and sentences of templates teach what is neutral on a
gateway: a report of a leak is a fact, not a mood. Standard library only.
"""
from __future__ import annotations

import collections
import html
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
import random

from . import shared, shopfloor, tests_texts
from .fetch import RATED, SENTENCES
from .sieve import Sieve
from .templates import Templates

import extraction as sets  # noqa: E402
import measure  # noqa: E402
import mix  # noqa: E402

LABELS = ["negative", "neutral", "positive"]
NEUTRAL = 0.5
TEST = "yelp"
FILES = [f"sentiment/vader/{name}_GroundTruth.txt" for name in RATED]
FILES += [f"sentiment/uci/{name}.json" for name in SENTENCES] + ["extraction/massive_en/en-US.train-dev.jsonl"]
COMMANDS, SHOPFLOOR, MOODS = 1500, 800, 600


@dataclass(frozen=True)
class Example:
    text: str
    label: int
    source: str


@dataclass
class SentimentData:
    train: list[Example] = field(default_factory=list)
    held_out: list[Example] = field(default_factory=list)
    test: list[Example] = field(default_factory=list)
    dropped: collections.Counter = field(default_factory=collections.Counter)

    def counts(self) -> dict:
        by = lambda rows: {
            f"{source} {LABELS[label]}": n
            for (source, label), n in sorted(collections.Counter((r.source, r.label) for r in rows).items())
        }
        return {"train": by(self.train), "held_out": by(self.held_out), "test": by(self.test), "dropped": dict(self.dropped)}


def mood(rating: float) -> int:
    return 0 if rating <= -NEUTRAL else 2 if rating >= NEUTRAL else 1


def rated(name: str) -> Iterator[Example]:
    text = shared.find(f"sentiment/vader/{name}_GroundTruth.txt").read_text(encoding="utf-8", errors="replace")
    for line in filter(None, text.splitlines()):
        _, rating, sentence = line.split("\t", 2)
        yield Example(html.unescape(sentence).strip(), mood(float(rating)), f"vader {name}")


def labelled(name: str) -> Iterator[Example]:
    for entry in json.loads(shared.find(f"sentiment/uci/{name}.json").read_text(encoding="utf-8")):
        yield Example(entry["text"].strip(), 2 if entry["class"] else 0, f"uci {name}")


def _made(seed: int) -> Iterator[tuple[Example, bool]]:
    draw = random.Random(f"mood/{seed}")
    templates = Templates.read("mood")
    for section in LABELS:
        for filled in templates.rows(section, MOODS, draw):
            yield Example(filled.text, LABELS.index(section), "templates"), filled.held_out
    for filled in draw.sample(list(shopfloor.sentences(seed)), SHOPFLOOR):
        yield Example(filled.text, 1, "shopfloor"), filled.held_out


def _all(seed: int) -> Iterator[tuple[Example, bool]]:
    rows = [r for name in RATED for r in rated(name)] + [r for name in SENTENCES if name != TEST for r in labelled(name)]
    commands = [t for t in sets.massive("train") if t["intent"].startswith(("iot", "alarm", "calendar", "lists", "datetime"))]
    rows += [Example(t["text"], 1, "massive") for t in random.Random(seed).sample(commands, COMMANDS)]
    for row in rows:
        yield row, measure.part(row.text, mix.VALIDATION_PARTS) == 0
    yield from _made(seed)


def read(seed: int) -> SentimentData:
    data = SentimentData(test=list(labelled(TEST)))
    tested = {key for key in map(measure.key, (r.text for r in data.test)) if len(key) > mix.DISTINCT_KEY}
    sieve = Sieve(tested | tests_texts.own_keys(), data.dropped)
    for row, held_out in _all(seed):
        if sieve.passes(row.text):
            (data.held_out if held_out else data.train).append(row)
    return data
