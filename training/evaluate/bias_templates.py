#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Unintended-bias templates, every 37th by hash: does `toxic` follow what is said, or whom it names?

    bias_templates.py prepare IN.jsonl
    ./edgewise eval --bundle models/moderation --in IN.jsonl --out OUT.jsonl
    bias_templates.py score OUT.jsonl --bundle models/moderation

Input: $EDGEWISE_SHARED/datasets/moderation/unintended_bias_templates (sentences with an identity term, half of them
toxic). Output: rows `| set | measure | value | 95 % interval | texts |`: ROC-AUC of `toxic`; share of harmless and of
toxic sentences by verdict; the terms with the lowest ROC-AUC, among their own sentences (subgroup), and of their harmless
sentences against the toxic ones of others (BPSN: low where a mention alone raises the score), after Borkan et al., Nuanced
Metrics for Measuring Unintended Bias (2019); the mean of all terms, in which the worst count most (power -5). After them,
with `#`, the identity terms whose harmless sentences are flagged most.
"""
import collections
import csv
import math
import re

import measure

NAME = "bias templates"
SHOWN = 10
WORST = 5
LEAST = 8
POWER = -5
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
    groups(gold, [s["scores"]["toxic"] for s in said], bad, rounds)
    terms(gold, said, bad)


def groups(gold, scores, bad, rounds):
    """ROC-AUC by identity term: the mean of all, and the lowest with their names."""
    known = identity_terms()
    members = collections.defaultdict(set)
    for i, r in enumerate(gold):
        for term in known & set(re.findall(r"[a-z]+", r["Text"].lower())):
            members[term].add(i)
    for kind, population in (("subgroup", own), ("BPSN", background)):
        found = {}
        for term, texts in members.items():
            who = population(texts, bad)
            if min(sum(bad[i] for i in who), sum(not bad[i] for i in who)) >= LEAST:
                by = measure.Ranking([scores[i] for i in who], [bad[i] for i in who])
                found[term] = (by, who, by.auc([1] * len(who)))
        mean = (sum(auc**POWER for *_, auc in found.values()) / len(found)) ** (1 / POWER)
        measure.row(NAME, f"{kind} ROC-AUC, mean of {len(found)} terms", mean, (math.nan, math.nan), len(gold))
        for term, (by, who, auc) in sorted(found.items(), key=lambda f: (f[1][2], f[0]))[:WORST]:
            drawn = (by.auc(list(map(counts.__getitem__, who))) for counts in rounds)
            measure.row(NAME, f"{kind} ROC-AUC, {term}", auc, measure.interval(drawn), len(who))


def own(texts, bad):
    """The sentences with the term."""
    return sorted(texts)


def background(texts, bad):
    """Harmless sentences with the term, toxic ones without it."""
    return [i for i, is_bad in enumerate(bad) if is_bad != (i in texts)]


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
    print(f"# {NAME}: harmless sentences flagged, by term: " + ", ".join(f"{t} {flagged[t]}/{seen[t]}" for _, t in shares[:SHOWN]))


def identity_terms():
    """The words that take part in two-word sentences ("respect TERM"), which hold nothing but a verb and a term."""
    return {r["Text"].lower().split()[-1] for r in all_rows() if r["Template"] == "verb_adj"}


if __name__ == "__main__":
    measure.command(prepare, score)
