# SPDX-License-Identifier: Apache-2.0
"""Figures of a validation: ranking, thresholds, strict spans, the likeliest BIO labels. Needs numpy. Pure functions."""
from __future__ import annotations

import collections

import numpy as np

from .spans import Span

NEVER = -1e9


def auc(scores: np.ndarray, truths: np.ndarray) -> float:
    """The share of pairs in the right order; ties count one half. NaN for one class."""
    positives = int(truths.sum())
    negatives = len(truths) - positives
    if not positives or not negatives:
        return float("nan")
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    return float((ranks[inverse][truths == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def best_f1(scores: np.ndarray, truths: np.ndarray) -> tuple[float, float]:
    """The best F1, and the threshold it has."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truths[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + truths.sum())
    best = int(f1.argmax())
    return float(f1[best]), float(scores[order[best]])


def f1(gold: list[set[Span]], found: list[set[Span]]) -> dict:
    """Micro F1 with precision and recall; a span counts when type and both ends are right."""
    hits = sum(len(g & f) for g, f in zip(gold, found))
    wanted, said = sum(map(len, gold)), sum(map(len, found))
    per: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0, 0])
    for g, f in zip(gold, found):
        for at, group in enumerate((g & f, g, f)):
            for span in group:
                per[span[2]][at] += 1
    return {
        "f1": round(2 * hits / (wanted + said), 4) if wanted + said else 1.0,
        "precision": round(hits / said, 4) if said else 0.0,
        "recall": round(hits / wanted, 4) if wanted else 0.0,
        "types": {t: round(2 * h / (g + f), 4) for t, (h, g, f) in sorted(per.items())} if len(per) <= 12 else {},
    }


def likeliest(logits: np.ndarray) -> list[int]:
    """Viterbi: I-x only after B-x or I-x. Columns are O, B-a, I-a, B-b, I-b, …; rows are words."""
    if not len(logits):
        return []
    shifted = logits - logits.max(1, keepdims=True)
    likelihood = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    rows, columns = likelihood.shape
    inside = np.arange(2, columns, 2)
    score = likelihood[0].copy()
    score[inside] = NEVER
    back = np.zeros((rows, columns), np.int64)
    for i in range(1, rows):
        best = int(score.argmax())
        before, reached = np.full(columns, best), np.full(columns, score[best])
        begun = score[inside - 1] >= score[inside]
        before[inside] = np.where(begun, inside - 1, inside)
        reached[inside] = score[before[inside]]
        score, back[i] = reached + likelihood[i], before
    path = [int(score.argmax())]
    for i in range(rows - 1, 0, -1):
        path.append(int(back[i][path[-1]]))
    return path[::-1]
