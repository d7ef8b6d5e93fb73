#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A few hundred sentences of our own that look toxic and are not, or are and don't look it: does moderation see why?

    contrastive.py prepare IN.jsonl
    ./edgewise eval --bundle models/moderation --in IN.jsonl --out OUT.jsonl
    contrastive.py score OUT.jsonl
    contrastive.py sentences                            all of them as JSON lines with class, gold verdict and reason
    contrastive.py overlap FILE...                      sentences that a training file holds too (JSON lines, CSV, TSV or text)

A text counts as toxic when its verdict is review or block. Output: rows `| set | measure | value | 95 % interval | texts |`:
accuracy for all, as a mean of the classes, per class, and per class of the texts that are toxic and that are not. The words
are in contrastive_templates.py; drawn with a seed, so that the same file always gives the same sentences.
"""
import csv
import io
import itertools
import json
import random
import re
import sys
from pathlib import Path

import measure
from contrastive_templates import CLASSES, DISGUISED, SLOTS

NAME = "contrastive"
PER_CLASS = 56
SEED = 20260301


def normal(text):
    """Lower case, letters and digits, one space between words: what makes a sentence the same."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def fillings(template):
    """Every sentence of a template, in a fixed order."""
    slots = re.findall(r"{(\w+)}", template)
    words = [{**SLOTS, **DISGUISED}[slot] for slot in slots]
    for chosen in itertools.product(*words):
        yield template.format(**dict(zip(slots, chosen)))


def sentences():
    """(class, sentence, toxic, reason), each sentence once; a class takes turns among its templates."""
    draw = random.Random(SEED)
    rows = []
    for name, templates in CLASSES.items():
        queues = []
        for text, toxic, reason in templates:
            ready = sorted(set(fillings(text)))
            draw.shuffle(ready)
            queues.append([(name, t, toxic, reason) for t in ready])
        turns = itertools.chain.from_iterable(itertools.zip_longest(*queues))
        rows += list(itertools.islice(filter(None, turns), PER_CLASS))
    return rows


def prepare(out):
    measure.write_texts(out, ((i, text) for i, (_, text, *_) in enumerate(sentences())))


def score(out, bundle=None):
    rows = sentences()
    said = measure.read_answers(out, "moderation", range(len(rows)))
    right = [(name, toxic, (s["verdict"] != "allow") == toxic) for (name, _, toxic, _), s in zip(rows, said)]
    measure.share_row(NAME, "accuracy, all", sum(ok for *_, ok in right), len(right))
    classes = {name: [ok for n, _, ok in right if n == name] for name in CLASSES}
    for kind, toxic in (("toxic", True), ("harmless", False)):
        of_kind = [ok for _, t, ok in right if t == toxic]
        measure.share_row(NAME, f"accuracy, all {kind}", sum(of_kind), len(of_kind))
    for name, answers in classes.items():
        measure.share_row(NAME, f"{name}: accuracy", sum(answers), len(answers))
        for kind, toxic in (("toxic", True), ("harmless", False)):
            of_kind = [ok for n, t, ok in right if n == name and t == toxic]
            if of_kind:
                measure.share_row(NAME, f"{name}: accuracy, {kind}", sum(of_kind), len(of_kind))
    blocked = [s["verdict"] == "block" for (*_, toxic, _), s in zip(rows, said) if not toxic]
    measure.share_row(NAME, "harmless sentences blocked", sum(blocked), len(blocked))
    wrong(rows, said)


def wrong(rows, said):
    """Of each template the first sentence that is judged wrongly, for people."""
    shown = set()
    for (name, text, toxic, reason), s in zip(rows, said):
        if (s["verdict"] != "allow") != toxic and (name, reason) not in shown:
            shown.add((name, reason))
            print(f"# {NAME}: {name}: {text} ({'toxic' if toxic else 'harmless'}: {reason}; got {s['verdict']})")


def strings(path):
    """Every text in a training file: the strings of JSON lines, the cells of CSV and TSV, or its lines."""
    content = Path(path).read_text(encoding="utf-8")
    if path.endswith((".jsonl", ".json")):
        for line in content.splitlines() if path.endswith(".jsonl") else [content]:
            yield from leaves(json.loads(line)) if line.strip() else ()
    elif path.endswith((".csv", ".tsv")):
        for row in csv.reader(io.StringIO(content), delimiter="\t" if path.endswith(".tsv") else ","):
            yield from row
    else:
        yield from content.splitlines()


def leaves(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)


def shared_with(texts):
    """Our sentences that stand among the texts, however they are written."""
    ours = {normal(text): text for _, text, *_ in sentences()}
    return sorted({ours[key] for key in map(normal, texts) if key in ours})


def overlap(files):
    found = [(file, text) for file in files for text in shared_with(strings(file))]
    for file, text in found:
        print(f"{file}: {text}")
    return 1 if found else 0


if __name__ == "__main__":
    csv.field_size_limit(sys.maxsize)
    if sys.argv[1:] == ["sentences"]:
        for name, text, toxic, reason in sentences():
            print(json.dumps({"class": name, "text": text, "toxic": toxic, "reason": reason}, ensure_ascii=False))
    elif len(sys.argv) > 2 and sys.argv[1] == "overlap":
        sys.exit(overlap(sys.argv[2:]))
    else:
        measure.command(prepare, score)
