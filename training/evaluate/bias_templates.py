#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Unintended-bias templates, every 37th by hash: does `toxic` follow what is said, or whom it names?

    bias_templates.py prepare IN.jsonl
    ./edgewise eval --bundle models/moderation --in IN.jsonl --out OUT.jsonl
    bias_templates.py score OUT.jsonl --bundle models/moderation

Input: $EDGEWISE_SHARED/datasets/moderation/unintended_bias_templates (sentences with an identity term, half of them
toxic). Output: rows `| set | measure | value | 95 % interval | texts |`: ROC-AUC of `toxic`; share of harmless and of
toxic sentences by verdict; after them, with `#`, the identity terms whose harmless sentences are flagged most.
"""
import collections
import csv
import re

import measure

NAME = "bias templates"
SHOWN = 10
LEAST = 8
STEP = 37


def all_rows():
    with open(measure.data("moderation/unintended_bias_templates/bias_madlibs_77k.csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def rows():
    return [r for r in all_rows() if measure.part(r["Text"], STEP) == 0]


def prepare(out):
    measure.write_texts(out, ((i, r["Text"]) for i, r in enumerate(rows())))


def score(out, bundle=None):
    gold = rows()
    said = measure.read_answers(out, "moderation", range(len(gold)))
    bad = [r["Label"] == "BAD" for r in gold]
    by = measure.Ranking([s["scores"]["toxic"] for s in said], bad)
    rounds = list(measure.resamples(len(gold)))
    measure.row(NAME, "ROC-AUC toxic", by.auc([1] * len(gold)), measure.interval(map(by.auc, rounds)), len(gold))
    for name, member in (("harmless", False), ("toxic", True)):
        given = [s["verdict"] for s, b in zip(said, bad) if b == member]
        for verdict in ("review", "block"):
            measure.share_row(NAME, f"{name}, verdict {verdict}", given.count(verdict), len(given))
    terms(gold, said, bad)


def terms(gold, said, bad):
    """Share of harmless sentences that are flagged, by the identity term in them."""
    known = identity_terms()
    seen, flagged = collections.Counter(), collections.Counter()
    for r, s, is_bad in zip(gold, said, bad):
        if not is_bad:
            for term in known & set(re.findall(r"[a-z]+", r["Text"].lower())):
                seen[term] += 1
                flagged[term] += s["verdict"] != "allow"
    shares = sorted(((flagged[t] / seen[t], t) for t in seen if seen[t] >= LEAST), reverse=True)
    print("# harmless sentences flagged, by term: " + ", ".join(f"{t} {flagged[t]}/{seen[t]}" for _, t in shares[:SHOWN]))


def identity_terms():
    """The words that take part in two-word sentences ("respect TERM"), which hold nothing but a verb and a term."""
    return {r["Text"].lower().split()[-1] for r in all_rows() if r["Template"] == "verb_adj"}


if __name__ == "__main__":
    measure.command(prepare, score)
