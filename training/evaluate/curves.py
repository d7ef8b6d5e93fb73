# SPDX-License-Identifier: Apache-2.0
"""What the pictures show, as arrays: curves of weighted scores. No command of its own. Needs NumPy (requirements.txt)."""
import numpy as np


def columns(points):
    """(score, truth, weight) tuples as three arrays."""
    scores, truths, weights = zip(*points)
    return np.array(scores, float), np.array(truths, bool), np.array(weights, float)


def sums(scores, truths, weights):
    """Per distinct score from the top: it, and the weight of positives and of negatives from it on."""
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    last = np.append(ranked[1:] != ranked[:-1], True)
    positives = np.cumsum(weights[order] * truths[order])[last]
    negatives = np.cumsum(weights[order] * ~truths[order])[last]
    return ranked[last], positives, negatives


def roc(scores, truths, weights):
    """False alarms and found, as shares, from (0, 0) to (1, 1)."""
    _, positives, negatives = sums(scores, truths, weights)
    return np.append(0, negatives / negatives[-1]), np.append(0, positives / positives[-1])


def precision_recall(scores, truths, weights):
    """Thresholds from the top, precision and recall at each."""
    thresholds, positives, negatives = sums(scores, truths, weights)
    return thresholds, positives / (positives + negatives), positives / positives[-1]


def refused(commands, others):
    """Shares of commands and of others below each threshold that a command's assurance gives; as in out_of_scope.threshold, no
    threshold is below 0, so that those with -1 (`none`) are always refused."""
    thresholds = np.unique(np.maximum(0.0, commands))
    below = lambda sure: np.searchsorted(np.sort(sure), thresholds) / len(sure)
    return below(commands), below(others)


def reliability(scores, truths, weights, bins):
    """Of the bins that have texts: mean score, share of truths, share of all weight."""
    at = np.minimum(bins - 1, (scores * bins).astype(int))
    whole = np.bincount(at, weights, bins)
    kept = whole > 0
    mean = lambda values: np.bincount(at, weights * values, bins)[kept] / whole[kept]
    return mean(scores), mean(truths), whole[kept] / whole.sum()
