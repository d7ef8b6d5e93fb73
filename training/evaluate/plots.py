#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws the pictures that stand in a bundle's EVALUATION.md.

    plots.py models/moderation target/evaluate/moderation        called by evaluate.sh, in its own Python (requirements.txt)

Reads the answers and bench.json in the second directory; a picture whose answers are missing is left out, aloud. Writes
BUNDLE/plots/*.png: 32 colours, white ground, Matplotlib's own font and no time of day inside, so that the same answers give the
same bytes.
"""
import io
import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from PIL import Image

import curves
import extraction
import held_out
import jigsaw
import measure
import out_of_scope
import sms_spam

# Okabe and Ito's, told apart by colour-blind readers too.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.grid": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": plt.cycler(color=COLOURS),
    "grid.color": "#DDDDDD",
    "legend.frameon": False,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}
DPI = 96


def save(figure, folder, name):
    """A small PNG without metadata."""
    whole = io.BytesIO()
    figure.savefig(whole, format="png", dpi=DPI, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    folder.mkdir(exist_ok=True)
    colours = Image.open(whole).convert("RGB").quantize(32, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    colours.save(folder / f"{name}.png", optimize=True)


def panel(title, x, y, limits=(0, 1)):
    figure, axes = plt.subplots(figsize=(5, 3.6))
    axes.set(title=title, xlabel=x, ylabel=y, xlim=(0, 1), ylim=limits)
    return figure, axes


def grid(labels, title, x, y):
    """A small panel per label."""
    figure, all_axes = plt.subplots(2, 4, figsize=(9, 4.4), sharex=True, sharey=True, squeeze=False)
    for axes in all_axes.flat[len(labels) :]:
        axes.set_visible(False)
    figure.suptitle(title)
    figure.supxlabel(x)
    figure.supylabel(y)
    for axes, label in zip(all_axes.flat, labels):
        axes.set(title=label, xlim=(0, 1), ylim=(0, 1))
    return figure, list(zip(all_axes.flat, labels))


def moderation(work, folder, limits):
    """Label -> (scores, truths, weights), on the test sets and on the held-out twentieth."""
    if tested := on_tests(work):
        on_thresholds(tested, folder, limits)
    held = read(work, "held_out")
    if held:
        rows = held_out.rows()
        said = measure.read_answers(held, "moderation", range(len(rows)))
        points = {label: curves.columns(held_out.points(label, rows, said)) for label in held_out.mix.LABELS}
        reliability(points, folder, "reliability-held-out", "Reliability on the held-out twentieth")


def on_thresholds(tested, folder, limits):
    figure, axes = panel("ROC (Jigsaw weighted; spam: SMS)", "share of harmless texts flagged", "share found")
    for label, points in tested.items():
        axes.plot(*curves.roc(*points), label=label)
    axes.legend(loc="lower right")
    save(figure, folder, "roc")
    figure, axes = panel("Precision and recall (Jigsaw weighted; spam: SMS)", "recall", "precision")
    for label, points in tested.items():
        _, precision, recall = curves.precision_recall(*points)
        axes.plot(recall, precision, label=label)
    axes.legend(loc="lower left")
    save(figure, folder, "precision-recall")
    over_threshold(tested, folder, limits)
    reliability(tested, folder, "reliability-jigsaw", "Reliability on the test sets (spam: SMS)")


def on_tests(work):
    """Of the labels whose answers are there."""
    tested = {}
    if out := read(work, "jigsaw"):
        gold = jigsaw.rows()
        said = measure.read_answers(out, "moderation", range(len(gold)))
        weights = [float(r["weight"]) for r in gold]
        for label in jigsaw.LABELS:
            tested[label] = curves.columns([(s["scores"][label], r[label] == "1", w) for s, r, w in zip(said, gold, weights)])
    if out := read(work, "sms_spam"):
        texts = sms_spam.rows()
        said = measure.read_answers(out, "moderation", range(len(texts)))
        tested["spam"] = curves.columns([(s["scores"]["spam"], r["v1"] == "spam", 1.0) for s, r in zip(said, texts)])
    return tested


def over_threshold(tested, folder, limits):
    figure, panels = grid(tested, "Precision (blue) and recall (orange) over the threshold", "threshold", "share")
    for axes, label in panels:
        thresholds, precision, recall = curves.precision_recall(*tested[label])
        axes.plot(thresholds, precision, color=COLOURS[0])
        axes.plot(thresholds, recall, color=COLOURS[1])
        for kind, line in (("review", "--"), ("block", "-")):
            if label in limits:
                axes.axvline(limits[label][kind], color="#666666", linestyle=line, linewidth=1)
    save(figure, folder, "thresholds")


def reliability(points, folder, name, title):
    figure, panels = grid(points, title, "score", "share that is so")
    for axes, label in panels:
        said, was, share = curves.reliability(*points[label], measure.Calibration.BINS)
        axes.plot([0, 1], [0, 1], color="#999999", linewidth=1)
        axes.scatter(said, was, s=4 + 60 * np.sqrt(share), zorder=3)
    save(figure, folder, name)


def read(work, stem):
    """The file of answers, None (and said so) when there is none."""
    path = work / f"{stem}.out.jsonl"
    if not path.exists():
        print(f"no picture of {stem}: {path} is missing", file=sys.stderr)
        return None
    return path


def extracted(work, folder):
    if out := read(work, "massive"):
        texts = extraction.massive()
        said = [s["intent"] for s in measure.read_answers(out, "extraction", range(len(texts)))]
        points = curves.columns([(s["confidence"], s["name"] == t["intent"], 1.0) for s, t in zip(said, texts)])
        figure, axes = panel("Confidence of the intent (area: texts)", "confidence", "share that is right")
        believed, was, share = curves.reliability(*points, measure.Calibration.BINS)
        axes.plot([0, 1], [0, 1], color="#999999", linewidth=1)
        axes.scatter(believed, was, s=4 + 100 * np.sqrt(share), zorder=3)
        save(figure, folder, "intent-reliability")
    if out := read(work, "out_of_scope"):
        scope(out, folder)


def scope(out, folder):
    """What each kind of text gains for the commands that are lost."""
    texts = out_of_scope.rows()
    answers = measure.read_answers(out, "extraction", [i for i, *_ in texts])
    sure = {name: np.array([out_of_scope.assurance(a) for (_, of, _), a in zip(texts, answers) if of == name]) for name in out_of_scope.SOURCES}
    figure, axes = panel("Recall of none over commands lost", "share of commands lost", "share known to be none")
    commands = sure.pop(out_of_scope.IN_SCOPE)
    for name, others in sure.items():
        axes.plot(*curves.refused(commands, others), label=name)
    axes.axvline(out_of_scope.LOST, color="#666666", linestyle="--", linewidth=1)
    axes.set_xlim(0, 0.3)
    axes.legend(loc="lower right")
    save(figure, folder, "out-of-scope")


def latency(work, folder):
    bench = work / "bench.json"
    if not bench.exists():
        print(f"no picture of times: {bench} is missing", file=sys.stderr)
        return
    lengths = json.loads(bench.read_text(encoding="utf-8"))["lengths"]
    figure, axes = plt.subplots(figsize=(5, 3))
    for kind in ("best", "median", "p90"):
        axes.plot([n["tokens"] for n in lengths], [n[f"{kind}-ms"] for n in lengths], marker="o", markersize=3, label=kind)
    axes.set(title="A pass by length", xlabel="tokens", ylabel="milliseconds", yscale="log")
    axes.legend()
    save(figure, folder, "latency")


def draw(bundle, work):
    plt.rcParams.update(STYLE)
    bundle, work = Path(bundle), Path(work)
    descriptor = json.loads((bundle / "bundle.json").read_text(encoding="utf-8"))
    folder = bundle / "plots"
    if descriptor["task"] == "moderation":
        moderation(work, folder, measure.thresholds(bundle))
    elif descriptor["task"] == "extraction":
        extracted(work, folder)
    latency(work, folder)
    (work / "drawn").write_text(f"pictures by Matplotlib {matplotlib.__version__} and NumPy {np.__version__}\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: plots.py BUNDLE DIR")
    draw(*sys.argv[1:])
