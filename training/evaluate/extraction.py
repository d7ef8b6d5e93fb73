#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Annotated texts of six sets: how many fields extraction finds, strictly.

    extraction.py prepare SET IN.jsonl                 SET: massive, maintie, mwo2kg, maintnorm, wnut17, btc
    ./edgewise eval --bundle models/extraction --in IN.jsonl --out OUT.jsonl
    extraction.py score SET OUT.jsonl
    extraction.py alone models/extraction DIR          a copy of a bundle whose codes don't yield to patterns

Input: $EDGEWISE_SHARED/datasets/extraction. Output: rows `| set | measure | value | 95 % interval | texts |`: micro F1,
precision and recall of one group (type and both UTF-16 offsets must be right), the same without fields below a score of
0.7 (a route's `min-score`), F1 per type and of PERSON and LOCATION, how many fields the other groups find; for massive also intent accuracy and exact
frames (intent and all slots right), the calibration error of the confidence, and which intents are confused most. Bootstrap over
texts.

A field of `codes` gives way to a validated pattern that overlaps it, and `edgewise eval` asks for patterns too. `alone`
makes a bundle directory whose group has another name, so that nothing gives way: the same model, both ways.
`score maintnorm` scores whichever of the two groups the answers have.
"""
import collections
import dataclasses
import hashlib
import json
import math
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import measure

CODES_ALONE = "codes-alone"
MIN_SCORE = 0.7
WORST_PAIRS = 10
PEOPLE = ("wnut17", "btc")
MAINTENANCE = {"PhysicalObject": "EQUIPMENT", "Activity": "ACTIVITY", "State": "STATE", "Process": "PROCESS", "Property": "PROPERTY"}
WORK_ORDER = {
    "Item": "EQUIPMENT",
    "Activity": "ACTIVITY",
    "Observation": "STATE",
    "Observation/Observed_state": "STATE",
    "Observation/Qualitative": "STATE",
    "Observation/Quantitative": "STATE",
    "Location": "POSITION",
    "Consumable": "CONSUMABLE",
    "Agent": "AGENT",
    "Cardinality": "PROPERTY",
    "Attribute": "PROPERTY",
}
CODES = {"<id>": "ID", "<num>": "NUM", "<date>": "DATE"}
NAMES = {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORGANIZATION"}


@dataclasses.dataclass(frozen=True)
class Corpus:
    """One set: the extraction group that it is about, and its texts as {"text", "spans", …}."""

    group: str
    read: Callable


def lines(path):
    return measure.data(path).read_text(encoding="utf-8").split("\n")


def joined(tokens):
    """Tokens with a space between them, and where each stands."""
    places, at = [], 0
    for token in tokens:
        places.append((at, at + len(token)))
        at += len(token) + 1
    return " ".join(tokens), places


def flat(mentions):
    """Nested or repeated mentions without overlap: most votes first, then the longest, then the first."""
    votes = collections.Counter(mentions)
    taken, kept = set(), []
    for start, end, kind in sorted(votes, key=lambda m: (-votes[m], m[0] - m[1], m)):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            kept.append((start, end, kind))
    return kept


def on_text(mentions, places):
    """Spans of tokens as spans of characters."""
    return [(places[start][0], places[end - 1][1], kind) for start, end, kind in mentions]


def massive(partition="dev"):
    """The text is rebuilt from the annotation `wake me at [time : five am]`."""
    texts = []
    for line in filter(None, lines("extraction/massive_en/en-US.train-dev.jsonl")):
        entry = json.loads(line)
        if entry["partition"] != partition:
            continue
        text, spans, last = "", [], 0
        for slot in re.finditer(r"\[\s*([a-z_]+)\s*:\s*(.*?)\s*\]", entry["annot_utt"]):
            text += entry["annot_utt"][last : slot.start()]
            spans.append((len(text), len(text) + len(slot[2]), slot[1]))
            text += slot[2]
            last = slot.end()
        text += entry["annot_utt"][last:]
        texts.append({"text": text, "spans": spans, "intent": entry["intent"]})
    return texts


def maintie(trained=False):
    """The tenth by hash that was kept from training, or the nine others."""
    texts = []
    for entry in json.loads(measure.data("extraction/maintie/gold_train.json").read_text(encoding="utf-8")):
        text, places = joined(entry["tokens"])
        if (int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10 != 0) == trained:
            nested = [(e["start"], e["end"], MAINTENANCE[e["type"].split("/")[0]]) for e in entry["entities"]]
            texts.append({"text": text, "spans": on_text(flat(nested), places), "nested": on_text(nested, places)})
    return texts


def mwo2kg(file="dev_401.json"):
    """Two annotators marked part of the texts: the mentions of both, flattened by votes."""
    texts = []
    for line in filter(None, lines(f"extraction/mwo2kg/{file}")):
        entry = json.loads(line)
        text, places = joined(entry["tokens"])
        mentions = [(m["start"], m["end"], WORK_ORDER[k]) for m in entry["mentions"] for k in m["labels"] if k in WORK_ORDER]
        texts.append({"text": text, "spans": on_text(flat(mentions), places)})
    return texts


def tables(path):
    """Tab-separated columns, a blank line between two texts."""
    block = []
    for line in [*lines(path), ""]:
        columns = line.split("\t")
        if len(columns) > 1 and columns[0].strip():
            block.append((columns[0], columns[1]))
        elif block:
            yield block
            block = []


def maintnorm(file="combined_val.norm"):
    texts = []
    for block in tables(f"extraction/maintnorm/{file}"):
        text, places = joined([token for token, _ in block])
        spans = [(*place, CODES[norm]) for place, (_, norm) in zip(places, block) if norm in CODES]
        texts.append({"text": text, "spans": spans})
    return texts


def tagged(path, names):
    """BIO tags of tokens, read leniently: `I-x` that follows no `x` begins one."""
    texts = []
    for block in tables(path):
        text, places = joined([token.strip() for token, _ in block])
        spans, last = [], "O"
        for (start, end), (_, tag) in zip(places, block):
            tag = tag.strip()
            if tag != "O" and (tag[0] == "B" or tag[2:] != last[2:]):
                spans.append((start, end, names(tag[2:])))
            elif tag != "O":
                spans[-1] = (spans[-1][0], end, spans[-1][2])
            last = tag
        texts.append({"text": text, "spans": spans})
    return texts


def wnut17(file="emerging.dev.conll"):
    return tagged(f"extraction/wnut17/{file}", lambda kind: kind.upper().replace("-", "_"))


def btc(section="h"):
    return tagged(f"extraction/btc_tweets/{section}.conll", NAMES.__getitem__)


def clinc(*splits):
    """Questions of these parts of CLINC150 as (text, intent). In no group's set: they have no fields."""
    full = json.loads(measure.data("extraction/clinc150/data_full.json").read_text(encoding="utf-8"))
    return [(text, intent) for split in splits for text, intent in full[split]]


SETS = {
    "massive": Corpus("device", massive),
    "maintie": Corpus("maintenance", maintie),
    "mwo2kg": Corpus("work-order", mwo2kg),
    "maintnorm": Corpus("codes", maintnorm),
    "wnut17": Corpus("people", wnut17),
    "btc": Corpus("names", btc),
}


def utf16(text, spans):
    """Spans counted in code points as spans counted in UTF-16 units, as Edgewise counts."""
    units = lambda end: end + sum(c > "\uffff" for c in text[:end])
    return {(units(start), units(end), kind) for start, end, kind in spans}


def prepare(name, out):
    measure.write_texts(out, ((i, t["text"]) for i, t in enumerate(corpus(name).read())))


def corpus(name):
    return SETS.get(name) or sys.exit(f"unknown set {name}; known: {', '.join(SETS)}")


def score(name, out, bundle=None):
    group, texts = corpus(name).group, corpus(name).read()
    said = measure.read_answers(out, "extraction", range(len(texts)))
    gold = [utf16(t["text"], t["spans"]) for t in texts]
    if any(f["group"] == CODES_ALONE for s in said for f in s["fields"]):
        group = CODES_ALONE
    found = fields(said, group)
    shown = f"{name} `{group}`"
    rounds = list(measure.resamples(len(texts)))
    overall(shown, "", gold, found, rounds)
    overall(shown, f" at min-score {MIN_SCORE}", gold, fields(said, group, MIN_SCORE), rounds)
    for kind in sorted({k for spans in gold for *_, k in spans}):
        only = lambda sets: [{s for s in spans if s[2] == kind} for spans in sets]
        if name != "massive":
            report_f1(shown, f"F1 {kind}", only(gold), only(found), rounds)
    if name in PEOPLE:
        only = lambda sets: [{s for s in spans if s[2] in ("PERSON", "LOCATION")} for spans in sets]
        report_f1(shown, "F1 PERSON and LOCATION", only(gold), only(found), rounds)
    if name == "massive":
        frames(shown, texts, said, gold, found, rounds)
        intents(shown, [t["intent"] for t in texts], [s["intent"] for s in said])
    if name == "maintie":
        report_f1(shown, "F1 against all nested", [utf16(t["text"], t["nested"]) for t in texts], found, rounds)
    if name == "maintnorm":
        validated(shown, gold, said, rounds)
    strangers(shown, said, group)


def fields(said, group, least=0.0):
    return [
        {(f["start"], f["end"], f["type"]) for f in s["fields"] if f["group"] == group and f["score"] >= least}
        for s in said
    ]


def report_f1(shown, measure_name, gold, found, rounds):
    counts = [(len(g & f), len(g), len(f)) for g, f in zip(gold, found)]
    values = [measure.f1(*sums(counts, w)) for w in rounds]
    measure.row(shown, measure_name, measure.f1(*sums(counts)), measure.interval(values), len(gold))


def overall(shown, what, gold, found, rounds):
    report_f1(shown, f"F1{what}", gold, found, rounds)
    hits = [len(g & f) for g, f in zip(gold, found)]
    report_share(shown, f"precision{what}", hits, [len(f) for f in found], rounds)
    report_share(shown, f"recall{what}", hits, [len(g) for g in gold], rounds)


def sums(counts, weights=None):
    """Column sums, each text as often as it was drawn."""
    return [sum(map(math.prod, zip(column, weights))) if weights else sum(column) for column in zip(*counts)]


def report_share(shown, measure_name, hits, sizes, rounds):
    counts = list(zip(hits, sizes))
    values = [measure.ratio(*sums(counts, w)) for w in rounds]
    measure.row(shown, measure_name, measure.ratio(*sums(counts)), measure.interval(values), len(hits))


def frames(shown, texts, said, gold, found, rounds):
    ones = [1] * len(texts)
    intents = [int(s["intent"]["name"] == t["intent"]) for t, s in zip(texts, said)]
    exact = [int(right and g == f) for right, g, f in zip(intents, gold, found)]
    report_share(shown, "intent accuracy", intents, ones, rounds)
    report_share(shown, "exact frames", exact, ones, rounds)


def intents(shown, gold, said):
    """Whether the confidence is a probability, and what is taken for what most often."""
    points = [(s["confidence"], s["name"] == t, 1.0) for t, s in zip(gold, said)]
    measure.calibration_row(shown, "intent", points)
    sizes = collections.Counter(gold)
    pairs = collections.Counter((t, s["name"]) for t, s in zip(gold, said) if s["name"] != t)
    for (right, taken), count in sorted(pairs.items(), key=lambda p: (-p[1], p[0]))[:WORST_PAIRS]:
        measure.share_row(shown, f"{right} taken for {taken}", count, sizes[right])


def validated(shown, gold, said, rounds):
    """Of the spans in the gold, the share that stands in the answer with both ends right, as a code or as a pattern."""
    groups = ("codes", CODES_ALONE, "pattern")
    places = [{(f["start"], f["end"]) for f in s["fields"] if f["group"] in groups} for s in said]
    hits = [sum(s[:2] in p for s in g) for g, p in zip(gold, places)]
    report_share(shown, "recall of places, code or pattern", hits, [len(g) for g in gold], rounds)


def strangers(shown, said, own):
    """Fields per text of the groups that this kind of text is not for: what every head says all the same."""
    unknown = (math.nan, math.nan)
    for group in sorted({f["group"] for s in said for f in s["fields"]} - {own, "pattern"}):
        for what, least in (("", 0.0), (f" at min-score {MIN_SCORE}", MIN_SCORE)):
            count = sum(map(len, fields(said, group, least)))
            measure.row(shown, f"fields a text of `{group}`{what}", count / len(said), unknown, len(said), "%.2f")


def alone(bundle, target):
    """Copies the bundle and gives the group of codes another name in bundle.json."""
    source, target = Path(bundle), Path(target)
    target.mkdir(parents=True, exist_ok=True)
    descriptor = json.loads((source / "bundle.json").read_text(encoding="utf-8"))
    for head in descriptor["heads"]:
        if head.get("group") == "codes":
            head["group"] = CODES_ALONE
    for file in descriptor["files"]:
        shutil.copyfile(source / file, target / file)
    (target / "bundle.json").write_text(json.dumps(descriptor, indent=1), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "alone":
        alone(sys.argv[2], sys.argv[3])
    else:
        measure.command(prepare, score, extra=("SET",))
