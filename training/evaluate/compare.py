#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two bundles on the same texts: what does the one lose against the other?

    compare.py heads models/extraction                 their names with commas, for `edgewise bundle import --heads`
    compare.py lacking models/extraction CHECKPOINT    why that can't be compared with; nothing when it can
    compare.py twin models/extraction IMPORTED DIR     a bundle of IMPORTED's graph with the heads of the first
    compare.py score SET OURS.jsonl THEIRS.jsonl       SET: jigsaw, sms_spam, or one of extraction.py

`twin` lets `edgewise bundle import --weights fp32` of the checkpoint answer with the groups, types, thresholds and windows of the
shipped bundle. Output of `score`: rows `| set | measure | value | 95 % interval | texts |`, value is ours less theirs. The bootstrap is
paired: both are scored on the same resampled texts. Agreement is the share of texts with the same answer (verdict; fields and intent).
"""
import json
import shutil
import sys
from array import array
from operator import mul
from pathlib import Path

import extraction
import jigsaw
import measure
import sms_spam

COPIED = ("task", "heads", "window")


def heads(bundle):
    descriptor = json.loads((Path(bundle) / "bundle.json").read_text(encoding="utf-8"))
    return ",".join(head["name"] for head in descriptor["heads"])


def lacking(bundle, checkpoint):
    """What a checkpoint lacks to be imported in float with the heads of a bundle; empty when it lacks nothing."""
    checkpoint = Path(checkpoint)
    for file in ("config.json", "model.safetensors"):
        if not (checkpoint / file).exists():
            return f"it has no {file}"
    known = [h["name"] for h in json.loads((checkpoint / "config.json").read_text(encoding="utf-8")).get("heads", [])]
    known.append("embedding")  # of every encoder
    missing = [name for name in heads(bundle).split(",") if name not in known]
    return f"it has no head {', '.join(missing)}" if missing else ""


def twin(shipped, imported, target):
    """Copies an imported bundle; its bundle.json gets the heads and the window of the shipped one."""
    imported, target = Path(imported), Path(target)
    target.mkdir(parents=True, exist_ok=True)
    descriptor = json.loads((imported / "bundle.json").read_text(encoding="utf-8"))
    model = json.loads((Path(shipped) / "bundle.json").read_text(encoding="utf-8"))
    descriptor |= {key: model[key] for key in COPIED}
    for file in descriptor["files"]:
        shutil.copyfile(imported / file, target / file)
    (target / "bundle.json").write_text(json.dumps(descriptor, indent=1), encoding="utf-8")


def difference(corpus, name, pairs, rounds, size, form="%+.4f"):
    """A row; pairs(weights) gives (ours, theirs)."""
    lost = lambda weights: (lambda ours, theirs: ours - theirs)(*pairs(weights))
    measure.row(corpus, name, lost([1] * size), measure.interval(map(lost, rounds)), size, form)


def score(name, *outs):
    if name == "jigsaw":
        moderation(name, outs, jigsaw.rows(), jigsaw.LABELS, lambda r, label: r[label] == "1", lambda r: float(r["weight"]))
    elif name == "sms_spam":
        moderation(name, outs, sms_spam.rows(), ["spam"], lambda r, _: r["v1"] == "spam", lambda _: 1.0)
    else:
        fields(name, outs)


def moderation(name, outs, gold, labels, truth, weight):
    both = [measure.read_answers(out, "moderation", range(len(gold))) for out in outs]
    weights = array("d", map(weight, gold))
    rounds = [array("d", map(mul, weights, counts)) for counts in measure.resamples(len(gold), weights)]
    ranked = [
        [measure.Ranking([s["scores"][label] for s in said], [truth(r, label) for r in gold]) for label in labels] for said in both
    ]
    means = lambda drawn: tuple(sum(by.auc(drawn) for by in of) / len(labels) for of in ranked)
    row = measure.interval([a - b for a, b in map(means, rounds)])
    ours, theirs = means(weights)
    measure.row(f"{name} against float", "ROC-AUC mean, difference", ours - theirs, row, len(gold), "%+.5f")
    measure.row(f"{name} against float", "ROC-AUC mean of float", theirs, (float("nan"),) * 2, len(gold))
    same = sum(a["verdict"] == b["verdict"] for a, b in zip(*both))
    measure.share_row(f"{name} against float", "same verdict", same, len(gold))


def fields(name, outs):
    corpus, texts = extraction.corpus(name), extraction.corpus(name).read()
    both = [measure.read_answers(out, "extraction", range(len(texts))) for out in outs]
    rounds = list(measure.resamples(len(texts)))
    gold = [extraction.utf16(t["text"], t["spans"]) for t in texts]
    found = [extraction.fields(said, corpus.group) for said in both]
    counts = [[(len(g & f), len(g), len(f)) for g, f in zip(gold, of)] for of in found]
    shown = f"{name} `{corpus.group}` against float"
    difference(shown, "F1, difference", lambda w: tuple(measure.f1(*extraction.sums(c, w)) for c in counts), rounds, len(texts))
    theirs = measure.f1(*extraction.sums(counts[1]))
    measure.row(shown, "F1 of float", theirs, (float("nan"),) * 2, len(texts))
    if name == "massive":
        right = [[int(s["intent"]["name"] == t["intent"]) for t, s in zip(texts, said)] for said in both]
        accuracy = lambda w: tuple(sum(map(mul, of, w)) / sum(w) for of in right)
        difference(shown, "intent accuracy, difference", accuracy, rounds, len(texts))
    measure.share_row(shown, "same fields", sum(a == b for a, b in zip(*found)), len(texts))


if __name__ == "__main__":
    if len(sys.argv) == 5 and sys.argv[1] == "twin":
        twin(*sys.argv[2:])
    elif len(sys.argv) == 3 and sys.argv[1] == "heads":
        print(heads(sys.argv[2]))
    elif len(sys.argv) == 4 and sys.argv[1] == "lacking":
        print(lacking(*sys.argv[2:]))
    elif len(sys.argv) == 5 and sys.argv[1] == "score":
        measure.skipping(score, *sys.argv[2:])
    else:
        sys.exit("usage: compare.py heads BUNDLE | compare.py lacking BUNDLE CHECKPOINT | compare.py twin SHIPPED IMPORTED DIR | compare.py score SET OURS.jsonl THEIRS.jsonl")
