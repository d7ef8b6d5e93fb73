#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Jigsaw official test, all toxic and 6,090 sampled clean comments: how well moderation ranks, and what it flags.

    jigsaw.py prepare IN.jsonl                         writes the 12,180 texts (with EVERY=4 in the environment a quarter)
    ./edgewise eval --bundle models/moderation --in IN.jsonl --out OUT.jsonl
    jigsaw.py score OUT.jsonl --bundle models/moderation

Input: $EDGEWISE_SHARED/datasets/moderation/jigsaw_official_test_subset. A clean comment stands for 9.5054 of the full
test set (column `weight`), so every figure is an importance-weighted estimate for it; it is not the leaderboard score.
Output: rows `| set | measure | value | 95 % interval | texts |`: ROC-AUC per label and the mean of six; expected
calibration error per label; precision, recall and flag rate per label at the bundle's review and block thresholds; shares of texts by verdict. Bootstrap within
toxic and within clean comments, as the subset was drawn.
"""
import csv
import sys
from array import array
from operator import mul

import measure

LABELS = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
NAME = "Jigsaw"


def rows():
    file = measure.data("moderation/jigsaw_official_test_subset/jigsaw_test_12180.csv")
    with open(file, encoding="utf-8", newline="") as lines:
        return measure.some(csv.DictReader(lines), lambda r: r["comment_text"])


def prepare(out):
    measure.write_texts(out, ((i, r["comment_text"]) for i, r in enumerate(rows())))


def score(out, bundle="models/moderation"):
    gold = rows()
    said = measure.read_answers(out, "moderation", range(len(gold)))
    weights = array("d", (float(r["weight"]) for r in gold))
    rounds = [array("d", map(mul, weights, counts)) for counts in measure.resamples(len(gold), weights)]
    ranking(gold, said, weights, rounds)
    for label in LABELS:
        points = [(s["scores"][label], r[label] == "1", w) for s, r, w in zip(said, gold, weights)]
        measure.calibration_row(NAME, label, points, rounds)
    decisions(gold, said, weights, rounds, measure.thresholds(bundle))
    verdicts(gold, said, weights, rounds)


def ranking(gold, said, weights, rounds):
    totals, resampled = [], []
    for label in LABELS:
        by = measure.Ranking([s["scores"][label] for s in said], [r[label] == "1" for r in gold])
        totals.append(by.auc(weights))
        resampled.append([by.auc(w) for w in rounds])
        measure.row(NAME, f"ROC-AUC {label}", totals[-1], measure.interval(resampled[-1]), len(gold))
    means = [sum(aucs) / len(aucs) for aucs in zip(*resampled)]
    measure.row(NAME, "ROC-AUC mean of six", sum(totals) / len(totals), measure.interval(means), len(gold))


def weighed_share(measure_name, part, whole, weights, rounds):
    """How much of the texts `whole` are the texts `part`, both given by their numbers."""
    share = lambda w: measure.ratio(sum(map(w.__getitem__, part)), sum(map(w.__getitem__, whole)))
    measure.row(NAME, measure_name, share(weights), measure.interval(map(share, rounds)), len(weights))


def decisions(gold, said, weights, rounds, limits):
    for label in LABELS:
        positive = [i for i, r in enumerate(gold) if r[label] == "1"]
        for kind in ("review", "block"):
            limit = limits[label][kind]
            flagged = [i for i, s in enumerate(said) if s["scores"][label] >= limit]
            right = [i for i in flagged if gold[i][label] == "1"]
            shown = f"{label} {kind} at {limit}:"
            weighed_share(f"{shown} precision", right, flagged, weights, rounds)
            weighed_share(f"{shown} recall", right, positive, weights, rounds)
            weighed_share(f"{shown} flag rate", flagged, range(len(gold)), weights, rounds)


def verdicts(gold, said, weights, rounds):
    """Of all texts, of clean ones (no label), of each label's: how many get which verdict; of blocked ones: how many
    have a label."""
    labelled = [i for i, r in enumerate(gold) if any(r[label] == "1" for label in LABELS)]
    known = set(labelled)
    groups = {"all": range(len(gold)), "clean": [i for i in range(len(gold)) if i not in known]}
    groups |= {label: [i for i, r in enumerate(gold) if r[label] == "1"] for label in LABELS}
    for name, members in groups.items():
        for verdict in ("allow", "review", "block"):
            given = [i for i in members if said[i]["verdict"] == verdict]
            weighed_share(f"{name}: verdict {verdict}", given, members, weights, rounds)
    for verdict in ("review", "block"):
        given = [i for i, s in enumerate(said) if s["verdict"] == verdict]
        weighed_share(f"verdict {verdict}: any label is right", [i for i in given if i in known], given, weights, rounds)


if __name__ == "__main__":
    csv.field_size_limit(sys.maxsize)
    measure.command(prepare, score)
