#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The twentieth of the training mix that moderation was not trained on: are its scores probabilities?

    held_out.py prepare IN.jsonl
    ./edgewise eval --bundle models/moderation --in IN.jsonl --out OUT.jsonl
    held_out.py score OUT.jsonl

The calibration was fitted on these texts: jigsaw.py asks the same of a test set. Input: mix.py. Output: rows `| set |
measure | value | 95 % interval | texts |`: expected calibration error per label in 15 bins of equal width, weighted as in
calibrate.py (Jigsaw rows back to the whole training set for six labels, all rows as they are for spam). With EVERY=4 in the
environment a quarter of the texts.
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import calibrate
import measure
import mix

NAME = "held-out twentieth"


def rows():
    return measure.some(mix.validation(), lambda r: r.text)


def prepare(out):
    measure.write_texts(out, ((i, r.text) for i, r in enumerate(rows())))


def score(out, bundle=None):
    texts = rows()
    said = measure.read_answers(out, "moderation", range(len(texts)))
    for label in mix.LABELS:
        measure.calibration_row(NAME, label, points(label, texts, said))


def points(label, rows, said):
    """(score, truth, weight) of the texts that count for a label."""
    return [(said[i]["scores"][label], truth, weight) for i, truth, weight in calibrate.population(label, rows)]


if __name__ == "__main__":
    measure.command(prepare, score)
