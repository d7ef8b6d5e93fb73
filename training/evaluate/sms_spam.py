#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""SMS Spam Collection, the fifth (by hash) that was never trained on: how well moderation finds spam.

    sms_spam.py prepare IN.jsonl
    ./edgewise eval --bundle models/moderation --in IN.jsonl --out OUT.jsonl
    sms_spam.py score OUT.jsonl --bundle models/moderation

Input: $EDGEWISE_SHARED/datasets/moderation/sms_spam. Output: rows `| set | measure | value | 95 % interval | texts |`:
ROC-AUC of `spam`, precision, recall and F1 at the bundle's review and block thresholds, and the share of wanted
messages with each verdict of any label.
"""
import csv

import measure

NAME = "SMS spam"
PARTS, TESTED_PART = 5, 1


def messages():
    """The whole set: `v1` is ham or spam, `v2` the text."""
    with open(measure.data("moderation/sms_spam/spam.csv"), encoding="latin-1", newline="") as lines:
        return list(csv.DictReader(lines))


def tested(message):
    """Whether it falls in the fifth that is never trained on."""
    return measure.part(message["v2"], PARTS) == TESTED_PART


def rows():
    return list(filter(tested, messages()))


def prepare(out):
    measure.write_texts(out, ((i, r["v2"]) for i, r in enumerate(rows())))


def score(out, bundle="models/moderation"):
    gold = rows()
    said = measure.read_answers(out, "moderation", range(len(gold)))
    spam = [r["v1"] == "spam" for r in gold]
    scores = [s["scores"]["spam"] for s in said]
    rounds = list(measure.resamples(len(gold)))
    by = measure.Ranking(scores, spam)
    measure.row(NAME, "ROC-AUC spam", by.auc([1] * len(gold)), measure.interval(map(by.auc, rounds)), len(gold))
    for kind, limit in measure.thresholds(bundle)["spam"].items():
        if limit < 1:
            flags = [x >= limit for x in scores]
            bounds = [measure.interval(v) for v in zip(*(prf(spam, flags, w) for w in rounds))]
            for name, value, between in zip(("precision", "recall", "F1"), prf(spam, flags, [1] * len(gold)), bounds):
                measure.row(NAME, f"spam {kind} at {limit}: {name}", value, between, len(gold))
    wanted = [s["verdict"] for s, is_spam in zip(said, spam) if not is_spam]
    for verdict in ("review", "block"):
        measure.share_row(NAME, f"wanted messages, verdict {verdict}", wanted.count(verdict), len(wanted))


def prf(truths, flags, weights):
    right = sum(w for t, f, w in zip(truths, flags, weights) if t and f)
    gold = sum(w for t, w in zip(truths, weights) if t)
    found = sum(w for f, w in zip(flags, weights) if f)
    return measure.ratio(right, found), measure.ratio(right, gold), measure.f1(right, gold, found)


if __name__ == "__main__":
    measure.command(prepare, score)
