#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes training/calibration/NAME.json: from logits to probabilities, and where review and block begin.

    EDGEWISE_SHARED=../shared python3 training/calibrate.py [NAME...]       default: moderation moderation-small
    REUSE=1 python3 training/calibrate.py moderation                       fits answers that are there already
    training/train calibrate --thresholds CHECKPOINT/thresholds.json moderation       for weights of training/train

Input: models/NAME, the held-out twentieth of the training mix (mix.py; never a test set), the command in EDGEWISE
(default ./edgewise). Output: training/calibration/NAME.json, which make_bundles.py reads, and a table on the terminal;
texts and answers stay in target/calibrate. Python's standard library only. The same answers give the same file; the
answers themselves may move in the fourth decimal with the number of lanes, because other texts share a pass.

Logits. `edgewise eval` prints scores with five decimals, too few near 0 and 1. So the texts run through a copy of the
bundle whose score is sigmoid(logit / 4) and that has no thresholds: a logit of 12 is still known to 0.001.

Calibration. Platt's: score = sigmoid(scale * logit + offset), one weighted logistic regression per label (Newton), with
a slope that must be positive. The six toxicity labels are fitted on the Jigsaw rows alone, weighted back to the whole
Jigsaw training set, from which most clean comments were missing: a score is a probability at the prior of Wikipedia
talk pages. `spam` is fitted on all rows as they are: a probability at the prior of the mix.

Thresholds, on calibrated scores of the same weighted rows. review: best F1, raised if it would flag more harmless
in-domain rows than the trained threshold did. block: the lowest score from which precision is at least 0.95, else 0.90,
with at least 20 positives above it; never below review. Where rare positives can show neither, block begins where the
score itself, a calibrated probability, says 0.95.

Reliability. Each half of the rows (by hash) is scored with a fit of the other half; expected calibration error in 15
bins of equal width, and log loss, before (plain sigmoid) and after.
"""
import collections
import hashlib
import json
import math
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import mix
from mix import measure

PROBE_SCALE = 0.25
# Rows with and without a label in the whole Jigsaw training set, and in the union of parts of it on hand (SOURCE.md).
JIGSAW_WEIGHT = {True: 16225 / 15861, False: 143346 / 51009}
PRECISIONS = (0.95, 0.90)
LEAST_POSITIVES = 20
UNPROVEN_BLOCK = 0.95


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def logit(p):
    p = min(max(p, 1e-5), 1 - 1e-5)
    return math.log(p / (1 - p))


def logits(name, rows):
    """Per row {label: logit}, as the engine sees it: of a long text the highest of its windows."""
    work = measure.ROOT / "target" / "calibrate" / name
    texts, answers = work / "in.jsonl", work / "out.jsonl"
    if not (os.environ.get("REUSE") and answers.exists()):
        probe(measure.ROOT / "models" / name, work / "bundle")
        measure.write_texts(texts, enumerate(r.text for r in rows))
        command = shlex.split(os.environ.get("EDGEWISE", str(measure.ROOT / "edgewise")))
        options = ["--bundle", work / "bundle", "--in", texts, "--out", answers, "--lanes", os.environ.get("LANES", "0")]
        subprocess.run([*command, "eval", "--any-language", *map(str, options)], check=True)
    said = measure.read_answers(answers, "moderation", range(len(rows)))
    return [{label: logit(s["scores"][label]) / PROBE_SCALE for label in mix.LABELS} for s in said]


def probe(bundle, target):
    """A copy of the bundle with a flat calibration and without thresholds."""
    target.mkdir(parents=True, exist_ok=True)
    descriptor = json.loads((bundle / "bundle.json").read_text(encoding="utf-8"))
    for head in descriptor["heads"]:
        head["calibration"] = {label: {"scale": PROBE_SCALE, "offset": 0} for label in head["labels"]}
        head["thresholds"] = {}
    for file in descriptor["files"]:
        shutil.copyfile(bundle / file, target / file)
    (target / "bundle.json").write_text(json.dumps(descriptor, indent=1), encoding="utf-8")


def population(label, rows):
    """Who counts for a label: (row number, truth, weight)."""
    at = mix.LABELS.index(label)
    if label == "spam":
        return [(i, r.truth[at], 1.0) for i, r in enumerate(rows) if r.truth[at] is not mix.UNKNOWN]
    return [(i, r.truth[at], JIGSAW_WEIGHT[any(r.truth)]) for i, r in enumerate(rows) if r.source == "jigsaw"]


def platt(points):
    """Slope and offset of the weighted logistic regression of (logit, truth, weight), by Newton's method."""
    scale, offset = 1.0, 0.0
    for _ in range(100):
        gradient, hessian = [0.0, 0.0], [1e-9, 0.0, 1e-9]
        for x, truth, weight in points:
            p = sigmoid(scale * x + offset)
            error, curve = weight * (p - truth), weight * p * (1 - p)
            gradient[0] += error * x
            gradient[1] += error
            hessian[0] += curve * x * x
            hessian[1] += curve * x
            hessian[2] += curve
        determinant = hessian[0] * hessian[2] - hessian[1] ** 2
        steps = (
            (hessian[2] * gradient[0] - hessian[1] * gradient[1]) / determinant,
            (hessian[0] * gradient[1] - hessian[1] * gradient[0]) / determinant,
        )
        longest = max(map(abs, steps))
        damping = min(1.0, 1.0 / longest) if longest else 1.0
        scale, offset = scale - damping * steps[0], offset - damping * steps[1]
        if longest < 1e-9:
            break
    if not scale > 0:
        sys.exit(f"calibration: the slope is {scale:.4f}; a label that is likelier at a lower logit has wrong data")
    return scale, offset


def reliability(points):
    """Expected calibration error and log loss of (score, truth, weight)."""
    scores, truths, weights = zip(*points)
    loss = -sum(weight * math.log(max(1e-12, score if truth else 1 - score)) for score, truth, weight in points)
    return measure.Calibration(scores, truths).error(weights), loss / sum(weights)


def halves(points, keys):
    """Reliability before and after, each point scored by a fit of the half it is not in."""
    after = []
    for half in (0, 1):
        scale, offset = platt([p for p, k in zip(points, keys) if k != half])
        after += [(sigmoid(scale * x + offset), t, w) for (x, t, w), k in zip(points, keys) if k == half]
    before = reliability([(sigmoid(x), t, w) for x, t, w in points])
    names = ("ece", "log-loss")
    return {n: {"before": round(b, 5), "after": round(a, 5)} for n, b, a in zip(names, before, reliability(after))}


def cuts(points):
    """Every threshold that separates two scores, from the top: (threshold, precision, recall, positives above it)."""
    ordered = sorted(points, reverse=True)
    whole = sum(w for _, truth, w in ordered if truth)
    found = right = positives = 0
    for n, (score, truth, weight) in enumerate(ordered):
        found, right, positives = found + weight, right + weight * truth, positives + truth
        below = ordered[n + 1][0] if n + 1 < len(ordered) else 0.0
        if below < score:
            yield (score + below) / 2, right / found, right / whole, positives


def review(points, harmless, flagged_before):
    best = max(cuts(points), key=lambda c: 2 * c[1] * c[2] / (c[1] + c[2]) if c[1] + c[2] else 0)
    ordered = sorted(harmless, reverse=True)
    least = (ordered[flagged_before] + 1e-4) if flagged_before < len(ordered) else 0.0
    return max(best[0], least)


def block(points, lowest):
    """The threshold and the precision that was shown for it, None where positives are too few to show one."""
    for precision in PRECISIONS:
        reached = [c[0] for c in cuts(points) if c[1] >= precision and c[3] >= LEAST_POSITIVES]
        if reached:
            return max(min(reached), lowest), precision
    return max(UNPROVEN_BLOCK, lowest), None


def at(points, threshold):
    found = sum(w for s, _, w in points if s >= threshold)
    right = sum(w for s, t, w in points if s >= threshold and t)
    whole = sum(w for _, truth, w in points if truth)
    return {"precision": round(right / found, 3) if found else None, "recall": round(right / whole, 3)}


def fit(label, rows, said, trained):
    """Everything about one label; `trained` is the threshold that training left, on the plain sigmoid."""
    who = population(label, rows)
    raw = [(said[i][label], truth, weight) for i, truth, weight in who]
    scale, offset = (round(v, 4) for v in platt(raw))
    calibrated = lambda x: sigmoid(scale * x + offset)
    points = [(calibrated(x), truth, weight) for x, truth, weight in raw]
    harmless = [s[label] for s, r in zip(said, rows) if r.source in mix.IN_DOMAIN]
    before = sum(x > logit(trained) for x in harmless)
    low = round(review(points, [calibrated(x) for x in harmless], before), 4)
    high, precision = block(points, low)
    limits = {"review": low, "block": round(high, 4)}
    weight = sum(w for *_, w in who)
    return {
        "calibration": {"scale": scale, "offset": offset},
        "thresholds": limits,
        "rows": len(who),
        "positives": sum(truth for _, truth, _ in who),
        "prior": round(sum(w for _, truth, w in who if truth) / weight, 5),
        "block-precision": precision,
        "on-these-rows": {kind: at(points, limit) for kind, limit in limits.items()},
        "in-domain-flagged": {"trained": before, "review": sum(calibrated(x) >= low for x in harmless)},
        **halves(raw, [measure.part(rows[i].text, 2 * mix.VALIDATION_PARTS) // mix.VALIDATION_PARTS for i, *_ in who]),
    }


def calibrate(name, rows, thresholds=None):
    said = logits(name, rows)
    trained = json.loads((thresholds or measure.SHARED / "models" / "edgewise" / name / "thresholds.json").read_text())
    labels = {label: fit(label, rows, said, trained[label]) for label in mix.LABELS}
    model = (measure.ROOT / "models" / name / "model.tflite").read_bytes()
    result = {
        "calibration": {label: f.pop("calibration") for label, f in labels.items()},
        "thresholds": {label: f.pop("thresholds") for label, f in labels.items()},
        "method": "Platt scaling and thresholds as described in training/calibrate.py",
        "model-sha256": hashlib.sha256(model).hexdigest(),
        "rows": dict(collections.Counter(r.source for r in rows)),
        "in-domain-rows": sum(r.source in mix.IN_DOMAIN for r in rows),
        "weights": {"jigsaw, any label": round(JIGSAW_WEIGHT[True], 4), "jigsaw, clean": round(JIGSAW_WEIGHT[False], 4)},
        "seed": mix.SEED,
        "labels": labels,
    }
    target = measure.ROOT / "training" / "calibration" / f"{name}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(result, indent=1) + "\n")
    show(name, result)


def show(name, result):
    print(f"{name}\n| label | positives | prior | scale, offset | review: P, R | block: P, R | ECE before, after |")
    print("|---|---|---|---|---|---|---|")
    for label, f in result["labels"].items():
        c, limits = result["calibration"][label], result["thresholds"][label]
        shown = lambda kind: f"{limits[kind]}: {', '.join(map(str, f['on-these-rows'][kind].values()))}"
        print(
            f"| {label} | {f['positives']} | {f['prior']} | {c['scale']}, {c['offset']} | {shown('review')} "
            f"| {shown('block')} | {f['ece']['before']}, {f['ece']['after']} |"
        )


def main(names, thresholds=None):
    """Calibrates bundles in models/; `thresholds` is the file that training left, where it isn't that of the weights on hand."""
    try:
        held_out = mix.validation()
    except measure.Missing as missing:
        sys.exit(f"calibrate: {missing}")
    for name in names or ["moderation", "moderation-small"]:
        calibrate(name, held_out, thresholds)


if __name__ == "__main__":
    main(sys.argv[1:])
