#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Moods: what sentiment says of reviews that it was never trained on, and of texts that have none.

    moods.py prepare IN.jsonl
    ./edgewise eval --bundle models/sentiment --in IN.jsonl --out OUT.jsonl
    moods.py score OUT.jsonl

Input: target/training-data/sentiment/uci/yelp.json (`training/train fetch`), 1,000 sentences of which half are positive and half
negative; device commands (MASSIVE dev), work orders (MWO2KG dev), and sensor messages and log lines of our own (plain_text.py),
none of which has a mood. Output: rows `| set | measure | value | 95 % interval | texts |`: ROC-AUC of positive against negative,
the shares of each mood that are found, missed as neutral and turned into the opposite, the calibration error of what is said,
and how often a mood is seen where there is none.
"""
import json
import sys
from pathlib import Path

import extraction
import measure
import plain_text

NAME = "yelp"
REVIEWS = Path(__file__).resolve().parents[2] / "target" / "training-data" / "sentiment" / "uci" / "yelp.json"
NEGATIVE, NEUTRAL, POSITIVE = "negative", "neutral", "positive"
PLAIN = {
    "device commands": lambda: [t["text"] for t in extraction.SETS["massive"].read()],
    "work orders": lambda: [t["text"] for t in extraction.SETS["mwo2kg"].read()],
    "sensor text": plain_text.sensor,
    "log lines": plain_text.logs,
}


def reviews():
    """(text, mood)"""
    if not REVIEWS.exists():
        raise measure.Missing(f"{REVIEWS.name} is not in {REVIEWS.parent}; training/train fetch gets it")
    return [(r["text"].strip(), POSITIVE if r["class"] else NEGATIVE) for r in json.loads(REVIEWS.read_text(encoding="utf-8"))]


def rows():
    """(id, set, text, mood)"""
    texts = [(NAME, text, mood) for text, mood in reviews()]
    texts += [(name, text, NEUTRAL) for name, read in PLAIN.items() for text in read()]
    return [(f"{name}-{i}", name, text, mood) for i, (name, text, mood) in enumerate(texts)]


def prepare(out):
    measure.write_texts(out, ((i, text) for i, _, text, _ in rows()))


def score(out, bundle=None):
    texts = rows()
    said = measure.read_answers(out, "classification", [i for i, *_ in texts])
    if set(said[0]["scores"]) != {NEGATIVE, NEUTRAL, POSITIVE}:
        sys.exit(f"moods.py: the bundle says {', '.join(said[0]['scores'])}, not {NEGATIVE}, {NEUTRAL} and {POSITIVE}")
    of = lambda name: [(mood, answer) for (_, n, _, mood), answer in zip(texts, said) if n == name]
    ranking(of(NAME))
    for mood, opposite in ((POSITIVE, NEGATIVE), (NEGATIVE, POSITIVE)):
        labels = [answer["label"] for truth, answer in of(NAME) if truth == mood]
        for name, label in (("found", mood), ("taken for neutral", NEUTRAL), (f"taken for {opposite}", opposite)):
            measure.share_row(NAME, f"{mood} {name}", labels.count(label), len(labels))
    for name in PLAIN:
        labels = [answer["label"] for _, answer in of(name)]
        for mood in (NEGATIVE, POSITIVE):
            measure.share_row(name, f"taken for {mood}", labels.count(mood), len(labels))


def ranking(pairs):
    scores = [answer["scores"][POSITIVE] - answer["scores"][NEGATIVE] for _, answer in pairs]
    by = measure.Ranking(scores, [truth == POSITIVE for truth, _ in pairs])
    rounds = list(measure.resamples(len(pairs)))
    measure.row(NAME, "ROC-AUC positive over negative", by.auc([1] * len(pairs)), measure.interval(map(by.auc, rounds)), len(pairs))
    sides = [POSITIVE if s > 0 else NEGATIVE for s in scores]
    measure.share_row(NAME, "right of two, neutral left out", sum(t == s for (t, _), s in zip(pairs, sides)), len(pairs))
    points = [(answer["score"], answer["label"] == truth, 1.0) for truth, answer in pairs if answer["label"] != NEUTRAL]
    measure.calibration_row(NAME, "of what has a mood", points)


if __name__ == "__main__":
    measure.command(prepare, score)
