# SPDX-License-Identifier: Apache-2.0
"""What the scripts beside it share: where data lie, JSON lines in and out, ranking, F1, intervals, the printed rows.

No command of its own. Python's standard library only.

Intervals are 95 %. Scores have percentile bootstrap intervals with a fixed seed; shares have Wilson's, because a
bootstrap of three alarms in 401 texts says nothing.
"""
import hashlib
import json
import math
import os
import random
import re
import sys
from operator import mul
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = Path(os.environ.get("EDGEWISE_SHARED", ROOT.parent / "shared"))
EVERY = int(os.environ.get("EVERY", "1"))
SEED = 20260101
ROUNDS = 500


class Missing(Exception):
    """A data set is not there; the message says which, and where it was looked for. Who measures skips it, who trains can't."""


def data(path):
    """A file of the data folder."""
    file = SHARED / "datasets" / path
    if not file.exists():
        raise Missing(f"datasets/{path} is not in EDGEWISE_SHARED ({SHARED})")
    return file


def skipping(action, *arguments, **options):
    """Does it; without its data it says `skipped: why` instead, and the script ends well."""
    try:
        action(*arguments, **options)
    except Missing as missing:
        print(f"skipped: {missing}")


def key(text):
    """What makes two texts the same one: the first 200 of its ASCII letters and digits, in lower case."""
    return re.sub(r"[^a-z0-9]", "", text.lower())[:200]


def part(text, parts):
    """In which of so many parts of equal size a text falls: by hash, so that repeats of a text stay together."""
    return int(hashlib.sha256(key(text).encode()).hexdigest()[:8], 16) % parts


def some(rows, text):
    """Of the long sets all rows, or with EVERY=4 a quarter by hash, for a machine that is busy."""
    return [row for row in rows if part("some of " + text(row), EVERY) == 0]


def write_texts(path, texts):
    """(id, text) pairs as the lines that `edgewise eval` reads."""
    with open(path, "w", encoding="utf-8") as out:
        for number, text in texts:
            out.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")


def read_answers(path, task, ids):
    """What `edgewise eval` said, in the order of the ids; ends the script when an answer is missing."""
    with open(path, encoding="utf-8") as lines:
        said = {answer["id"]: answer[task] for answer in map(json.loads, lines)}
    missing = [i for i in map(str, ids) if i not in said]
    if missing or len(said) != len(ids):
        sys.exit(f"{path}: {len(said)} answers for {len(ids)} texts, {len(missing)} ids missing (first: {missing[:3]})")
    return [said[str(i)] for i in ids]


def thresholds(bundle):
    """{label: {"review", "block"}} of a bundle directory, as bundle.json has them."""
    heads = json.loads((Path(bundle) / "bundle.json").read_text())["heads"]
    return next(h["thresholds"] for h in heads if h["kind"] == "labels")


class Ranking:
    """ROC-AUC of one label for any weights: sorts once, so that a thousand resamples are a thousand passes."""

    def __init__(self, scores, truths):
        order = sorted(range(len(scores)), key=scores.__getitem__)
        self.steps = [(i, truths[i], n == 0 or scores[i] != scores[order[n - 1]]) for n, i in enumerate(order)]

    def auc(self, weights):
        """Equal scores count one half."""
        area = below = positives = tied_positives = tied_negatives = 0.0
        for i, truth, new in self.steps:
            if new:
                area += tied_positives * (below + tied_negatives / 2)
                below += tied_negatives
                tied_positives = tied_negatives = 0.0
            if truth:
                tied_positives += weights[i]
                positives += weights[i]
            else:
                tied_negatives += weights[i]
        area += tied_positives * (below + tied_negatives / 2)
        below += tied_negatives
        return area / (positives * below) if positives and below else math.nan


class Calibration:
    """Expected calibration error of one label for any weights: 15 bins of equal width, binned once."""

    BINS = 15

    def __init__(self, scores, truths):
        self.order = sorted(range(len(scores)), key=scores.__getitem__)
        self.gaps = [scores[i] - truths[i] for i in self.order]
        bins = [min(self.BINS - 1, int(scores[i] * self.BINS)) for i in self.order]
        edges = [n for n in range(1, len(bins)) if bins[n] != bins[n - 1]]
        self.slices = list(zip([0, *edges], [*edges, len(bins)]))

    def error(self, weights):
        """The weighted mean over bins of the distance between mean score and share of truths."""
        drawn = list(map(weights.__getitem__, self.order))
        weighed = list(map(mul, drawn, self.gaps))
        return ratio(sum(abs(sum(weighed[a:b])) for a, b in self.slices), sum(drawn))


def f1(true_positives, gold, found):
    return 2 * true_positives / (gold + found) if gold + found else math.nan


def ratio(part_of, whole):
    return part_of / whole if whole else math.nan


def resamples(size, strata=None, rounds=ROUNDS):
    """Seeded bootstrap: per round, how often each of `size` texts was drawn (within its stratum, when told)."""
    draw = random.Random(SEED)
    groups = {}
    for i in range(size):
        groups.setdefault(strata[i] if strata else 0, []).append(i)
    for _ in range(rounds):
        counts = [0] * size
        for members in groups.values():
            for i in draw.choices(members, k=len(members)):
                counts[i] += 1
        yield counts


def interval(values):
    """The middle 95 % of bootstrapped values."""
    known = sorted(v for v in values if not math.isnan(v))
    if not known:
        return math.nan, math.nan
    at = lambda q: known[min(len(known) - 1, max(0, round(q * (len(known) - 1))))]
    return at(0.025), at(0.975)


def wilson(hits, size):
    """Wilson's 95 % interval of a share."""
    z = 1.959964
    p = hits / size
    middle = (p + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(p * (1 - p) / size + z * z / (4 * size * size))
    return max(0.0, middle - half), min(1.0, middle + half)


def row(corpus, measure, value, between, size, form="%.4f"):
    """Prints one row of the table that evaluate.sh heads."""
    low, high = between
    shown = "-" if math.isnan(low) else f"{form % low} to {form % high}"
    print(f"| {corpus} | {measure} | {'-' if math.isnan(value) else form % value} | {shown} | {size:,} |")


def calibration_row(corpus, label, points, rounds=None):
    """The row of a label's calibration error; points are (score, truth, weight)."""
    scores, truths, weights = zip(*points)
    by = Calibration(scores, truths)
    drawn = rounds or [list(map(mul, weights, counts)) for counts in resamples(len(points), weights)]
    row(corpus, f"calibration error {label}", by.error(weights), interval(map(by.error, drawn)), len(points))


def share_row(corpus, measure, hits, size):
    low, high = wilson(hits, size)
    row(corpus, measure, 100 * hits / size, (100 * low, 100 * high), size, "%.2f %%")


def command(prepare, score, extra=()):
    """`SCRIPT prepare [EXTRA…] OUT.jsonl` and `SCRIPT score [EXTRA…] OUT.jsonl`, with --bundle for thresholds."""
    arguments = sys.argv[1:]
    bundle = None
    if "--bundle" in arguments:
        at = arguments.index("--bundle")
        bundle = arguments[at + 1] if at + 1 < len(arguments) else sys.exit("--bundle needs a directory")
        del arguments[at : at + 2]
    if len(arguments) != 2 + len(extra) or arguments[0] not in ("prepare", "score"):
        names = "".join(f" {e}" for e in extra)
        sys.exit(f"usage: {sys.argv[0]} prepare{names} OUT.jsonl | score{names} OUT.jsonl [--bundle DIR]")
    if arguments[0] == "prepare":
        skipping(prepare, *arguments[1:])
    else:
        skipping(score, *arguments[1:], **({"bundle": bundle} if bundle else {}))
