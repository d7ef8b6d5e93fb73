#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the bundles in models/ from trained weights.

    EDGEWISE_SHARED=../shared python3 training/make_bundles.py [NAME...]
    python3 training/make_bundles.py --imported DIR NAME         DIR: what edgewise bundle import made of a checkpoint

The first leaves a bundle that the second made as it is: its weights are newer than those of EDGEWISE_SHARED.

Reads $EDGEWISE_SHARED/models/edgewise/NAME (model.tflite, vocab.txt, config.json, golden.json) and, for moderation,
training/calibration/NAME.json (made by training/calibrate.py from the bundle without it). Writes models/NAME/
{model.tflite,vocab.txt,golden.json,bundle.json}; MODEL_CARD.md is written by hand and must be there. The same input
gives the same bytes. Python's standard library is enough. An imported bundle keeps its graph, vocabulary, heads and golden tests, and
gets name, description, calibration and card.
"""
import hashlib
import itertools
import json
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("EDGEWISE_SHARED", ROOT.parent / "shared"))
VERSION = "1.0.0"
# Of bundles made of a checkpoint that training/train wrote.
ADOPTED_VERSION = "1.1.0"

# Output tensor -> extraction group, and the published names of types where they differ. The merged head `industrial` is
# in the graph too; it answers the same questions as the two heads it was merged from, a little worse, and is not used.
GROUPS = {
    "intent": ("device", {}),
    "device": ("device", {}),
    "industrial_maintie": (
        "maintenance",
        {"PhysicalObject": "EQUIPMENT", "Activity": "ACTIVITY", "State": "STATE", "Process": "PROCESS", "Property": "PROPERTY"},
    ),
    "industrial_mwo": ("work-order", {}),
    "norm": ("codes", {}),
    "people": (
        "people",
        {
            "person": "PERSON",
            "location": "LOCATION",
            "group": "GROUP",
            "corporation": "CORPORATION",
            "product": "PRODUCT",
            "creative-work": "CREATIVE_WORK",
        },
    ),
    "people_btc": ("names", {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORGANIZATION"}),
}

DESCRIPTIONS = {
    "moderation": "Seven labels of unwanted text (toxic, severe toxic, obscene, threat, insult, identity hate, spam).",
    "moderation-small": "The same seven labels at half the size and latency.",
    "extraction": "Intents and fields of device commands, maintenance work orders, codes, people and places.",
    "extraction-small": "The same intents and fields at half the size and latency.",
    "sentiment": "The mood of a message: negative, neutral or positive.",
    "sentiment-small": "The same moods at half the size and latency.",
}

# Tokens of a window and of its overlap. Trained on texts of up to 112 (moderation) and 96 tokens (extraction).
WINDOWS = {"moderation": (256, 64), "extraction": (128, 32), "sentiment": (128, 32)}

# Moderation reads a text once more without its disguise (docs/robustness.md); capitals are no disguise for an uncased
# vocabulary.
FOLDINGS = {"moderation": ["invisible", "compatibility", "homoglyphs", "spaced", "leet", "repeats"]}


# Two boards' int8 kernels may differ by less than this in a logit, so a token whose best two labels are closer than that
# may get the other one; a head of a text with more such tokens than the agreement forgives is left out of the tests.
LOGIT_TOLERANCE = 0.25
LABEL_AGREEMENT = 0.95


def numbers(values, form):
    return " ".join(form % v for v in values)


def steady(logits):
    """Whether another board can't fail this text for a token that was nearly a tie."""
    ties = sum(best - second < LOGIT_TOLERANCE for best, second, *_ in (sorted(row, reverse=True) for row in logits))
    return ties <= (1 - LABEL_AGREEMENT) * len(logits)


def golden(source, heads):
    """The stored texts, with int8 logits of sequence heads and the best label of each token of steady token heads."""
    texts = []
    for t in source["texts"]:
        logits, labels = {}, {}
        for h in heads:
            out = t["int8"][h["name"]]
            if h["kind"] == "token" and steady(out):
                labels[h["name"]] = numbers([max(range(len(row)), key=row.__getitem__) for row in out], "%d")
            elif h["kind"] != "token":
                logits[h["name"]] = numbers(out, "%.4f")
        entry = {"text": t["text"], "ids": numbers(t["ids"], "%d"), "logits": logits}
        if labels:
            entry["labels"] = labels
        texts.append(entry)
    note = "Said by this model.tflite on x86-64, one message a pass: logits of sequence heads, index of the best label of each token."
    lines = ",\n  ".join(json.dumps(t, ensure_ascii=False) for t in texts)
    return '{\n "note": %s,\n "texts": [\n  %s\n ]\n}\n' % (json.dumps(note), lines)


def head(h, calibration):
    name = h["name"]
    if h["kind"] == "token":
        group, types = GROUPS[name]
        return {"kind": "spans", "name": name, "group": group, **({"types": types} if types else {}), "labels": h["labels"]}
    if h["activation"] == "softmax":
        return {"kind": "choice", "name": name, "group": GROUPS[name][0], "labels": h["labels"]}
    return {
        "kind": "labels",
        "name": name,
        "labels": h["labels"],
        "calibration": calibration["calibration"],
        "thresholds": calibration["thresholds"],
    }


def calibrated(name, task, model):
    """What was fitted for these weights; nothing, and a word of it, when it was others or none."""
    fitted = ROOT / "training" / "calibration" / f"{name}.json"
    if fitted.exists():
        calibration = json.loads(fitted.read_text())
        if calibration["model-sha256"] == hashlib.sha256(model.read_bytes()).hexdigest():
            return calibration
        print(f"{name}: other weights than those that were calibrated; run training/calibrate.py, then this again")
    elif task == "moderation":
        print(f"{name}: not calibrated yet, so it decides nothing; run training/calibrate.py, then this again")
    return {"calibration": {}, "thresholds": {}}


def listed(target, names):
    """Size and digest of each file, as bundle.json has them."""
    files = {}
    for f in names:
        if not (target / f).exists():
            sys.exit(f"{target / f} is missing" + ("; a model card is written by hand" if f == "MODEL_CARD.md" else ""))
        content = (target / f).read_bytes()
        files[f] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return files


def adopt(name, imported):
    """models/NAME of what `edgewise bundle import` made of a checkpoint of training/train."""
    target, task = ROOT / "models" / name, name.removesuffix("-small")
    target.mkdir(parents=True, exist_ok=True)
    bundle = json.loads((imported / "bundle.json").read_text(encoding="utf-8"))
    calibration = calibrated(name, task, imported / "model.tflite")
    for f in bundle["files"]:
        if f != "MODEL_CARD.md":
            shutil.copyfile(imported / f, target / f)
    for h in bundle["heads"]:
        if task == "moderation":
            h |= {"calibration": calibration["calibration"], "thresholds": calibration["thresholds"]}
    tokens, overlap = WINDOWS[task]
    bundle |= {
        "name": name,
        "version": ADOPTED_VERSION,
        "description": DESCRIPTIONS[name],
        "languages": ["en"],
        "licence": "Apache-2.0",
        "source": "trained by the Edgewise project from all-MiniLM-L6-v2; see MODEL_CARD.md",
        "window": {"tokens": tokens, "overlap": overlap},
        "files": listed(target, bundle["files"]),
        **({"foldings": FOLDINGS[task]} if task in FOLDINGS else {}),
    }
    (target / "bundle.json").write_text(json.dumps(bundle, indent=1, ensure_ascii=False) + "\n")
    print(f"{target.relative_to(ROOT)}: {len(bundle['heads'])} heads")


def adopted(name):
    described = ROOT / "models" / name / "bundle.json"
    return described.exists() and json.loads(described.read_text(encoding="utf-8"))["version"] == ADOPTED_VERSION


def make(name):
    source, target = SHARED / "models" / "edgewise" / name, ROOT / "models" / name
    if not source.is_dir():
        sys.exit(f"no weights at {source}: set EDGEWISE_SHARED to the folder that has models/edgewise/{name}")
    if adopted(name):
        sys.exit(f"{name}: made of a checkpoint with newer weights than {source}, so left as it is; use --imported DIR {name}")
    target.mkdir(parents=True, exist_ok=True)
    config = json.loads((source / "config.json").read_text())
    task = name.removesuffix("-small")
    calibration = calibrated(name, task, source / "model.tflite")
    for f in ("model.tflite", "vocab.txt"):
        shutil.copyfile(source / f, target / f)
    used = [h for h in config["heads"] if h["kind"] != "token" or h["name"] in GROUPS]
    (target / "golden.json").write_text(golden(json.loads((source / "golden.json").read_text()), used))
    files = listed(target, ("model.tflite", "vocab.txt", "golden.json", "MODEL_CARD.md"))
    tokens, overlap = WINDOWS[task]
    bundle = {
        "format": 1,
        "name": name,
        "version": VERSION,
        "task": task,
        "description": DESCRIPTIONS[name],
        "languages": ["en"],
        "licence": "Apache-2.0",
        "source": "trained by the Edgewise project from all-MiniLM-L6-v2; see MODEL_CARD.md",
        "files": files,
        "model": {
            "file": "model.tflite",
            "signature": "packed",
            "vocabulary-size": config["vocab_size"],
            "max-positions": config["max_position_embeddings"],
            "hidden-size": config["hidden_size"],
            "pack-tokens": 64,
        },
        "tokenizer": {"type": "wordpiece", "file": "vocab.txt", "lowercase": True, "strip-accents": True, "split-cjk": True},
        "window": {"tokens": tokens, "overlap": overlap},
        "golden": {"file": "golden.json", "logit-tolerance": LOGIT_TOLERANCE, "label-agreement": LABEL_AGREEMENT},
        "heads": [head(h, calibration) for h in used],
        **({"foldings": FOLDINGS[task]} if task in FOLDINGS else {}),
    }
    (target / "bundle.json").write_text(json.dumps(bundle, indent=1, ensure_ascii=False) + "\n")
    print(f"{target.relative_to(ROOT)}: {sum(f['bytes'] for f in files.values()) / 1e6:.1f} MB, {len(bundle['heads'])} heads")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--imported"]:
        if len(sys.argv) != 4 or sys.argv[3] not in DESCRIPTIONS:
            sys.exit(f"usage: {sys.argv[0]} --imported DIR NAME, where NAME is one of {', '.join(DESCRIPTIONS)}")
        adopt(sys.argv[3], Path(sys.argv[2]))
    else:
        made_here = [n for n in DESCRIPTIONS if (SHARED / "models" / "edgewise" / n).is_dir()]
        for bundle_name in filter(adopted, [] if sys.argv[1:] else made_here):
            print(f"{bundle_name}: made of a checkpoint, left as it is; --imported DIR {bundle_name} makes it again")
        for bundle_name in sys.argv[1:] or itertools.filterfalse(adopted, made_here):
            make(bundle_name)
