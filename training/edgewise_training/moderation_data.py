# SPDX-License-Identifier: Apache-2.0
"""What the moderation model learns from: the sets of mix.py, and sentences made from templates.

Rows are deduplicated by key across all sets (the first one stays), and none has the key of a test text. Two held-out
parts judge a run: the twentieth of the sets by hash of the text, and all sentences of a tenth of the templates.
"""
from __future__ import annotations

import collections
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import contrast, shopfloor, spam, tests_texts
from .sieve import Sieve

import mix  # noqa: E402

LABELS = mix.LABELS
FILES = [
    "moderation/jigsaw_toxic_6label/jigsaw_train_union.csv",
    "moderation/jigsaw_toxic_6label/drop_ids_overlap_with_test.txt",
    "moderation/toxic_spans/tsd_train.csv",
    "moderation/toxic_spans/tsd_trial.csv",
    "moderation/toxic_spans/tsd_test.csv",
    "moderation/paradetox/paradetox.tsv",
    "moderation/davidson/labeled_data.csv",
    "moderation/sms_spam/spam.csv",
    "moderation/blog_spam/colabs_lmblog_comments_extras.csv",
    "moderation/surge_profanity/profanity_en.csv",
    "extraction/massive_en/en-US.train-dev.jsonl",
    "extraction/mwo2kg/train_3200.json",
    "extraction/maintnorm/combined_train.norm",
    "extraction/clinc150/data_full.json",
]
THREAT, HATE, SPAM = LABELS.index("threat"), LABELS.index("identity_hate"), LABELS.index("spam")
# Clean comments are scarcer here than on the talk pages; tweets' labels are noisy.
CLEAN_WEIGHT, TWEET_WEIGHT = 1.5, 0.5


@dataclass(frozen=True)
class Example:
    """A text, 0, 1 or None per label, its weight in the loss, how often a pass has it, and where it is from."""

    text: str
    truth: list
    weight: float
    repeats: int
    source: str


@dataclass
class ModerationData:
    train: list[Example] = field(default_factory=list)
    held_out: list[Example] = field(default_factory=list)
    templates: list[Example] = field(default_factory=list)
    dropped: collections.Counter = field(default_factory=collections.Counter)

    def counts(self) -> dict:
        by = lambda rows: dict(collections.Counter(r.source for r in rows))
        positives = {l: sum(r.truth[i] == 1 for r in self.train) for i, l in enumerate(LABELS)}
        return {
            "train": by(self.train),
            "held_out": by(self.held_out),
            "held_out_templates": by(self.templates),
            "dropped": dict(self.dropped),
            "positives": positives,
        }


def read(seed: int, negatives: int = 0) -> ModerationData:
    """`negatives` limits Jigsaw's clean comments; 0 takes all."""
    data = ModerationData()
    sieve = Sieve(tests_texts.keys(), data.dropped)
    clean = 0
    for example, part in _rows(seed):
        if not sieve.passes(example.text):
            continue
        if part == "train" and negatives and example.source == "jigsaw" and not any(example.truth):
            clean += 1
            if clean > negatives:
                data.dropped["clean comment not taken"] += 1
                continue
        getattr(data, part).append(example)
    return data


def files() -> list[str]:
    return FILES + tests_texts.FILES


def _rows(seed: int) -> Iterator[tuple[Example, str]]:
    """Every example and the part it belongs to."""
    for row, held_out in mix.rows():
        yield Example(row.text, row.truth, *_standing(row), row.source), "held_out" if held_out else "train"
    made = [(f, t, "contrast") for f, t in contrast.sentences(seed)]
    made += [(f, t, "spam" if t[SPAM] else "ham") for f, t in spam.sentences(seed)]
    made += [(f, mix.CLEAN, "shopfloor") for f in shopfloor.sentences(seed)]
    made += [(f, mix.CLEAN, "readings") for f in shopfloor.readings(seed)]
    for filled, truth, source in made:
        yield Example(filled.text, truth, 1.0, 1, source), "templates" if filled.held_out else "train"


def _standing(row: mix.Row) -> tuple[float, int]:
    """Weight and repeats: rare labels come more often."""
    if row.source == "jigsaw":
        if not any(row.truth):
            return CLEAN_WEIGHT, 1
        return 1.0, 3 if row.truth[THREAT] or row.truth[HATE] else 2
    if row.source == "davidson":
        return TWEET_WEIGHT, 1
    if row.source == "sms" and row.truth[SPAM]:
        return 1.0, 3
    return 1.0, 1


def shuffled(rows: list[Example], seed: int) -> list[Example]:
    return random.Random(seed).sample(rows, len(rows))
