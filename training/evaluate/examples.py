#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Classes by example sentences: how many are needed, how often the class is right, and how often a stranger is none.

    examples.py models/extraction [more bundles]
    REUSE=1 examples.py models/extraction                      scores answers that are there already

Sets: CLINC150, ten of its 150 intents in each of three draws, a test of thirty other sentences each, and 300 of its out-of-scope test
questions; SNIPS, its seven intents, with the same questions and the chat of out_of_scope.py as strangers. Examples and tests come of the
training and the test part. For 5, 10 and 20 examples a class, `edgewise eval --examples` answers once for each draw; thresholds are tried
on its scores. Input: $EDGEWISE_SHARED/datasets, the command in EDGEWISE (default ./edgewise). Texts and answers stay in
target/examples. Output: a table of Markdown. Python's standard library only.
"""
import json
import os
import random
import shlex
import subprocess
import sys
from pathlib import Path

import extraction
import measure
import out_of_scope

DRAWS, CLASSES, TESTS, STRANGERS = 3, 10, 30, 300
EXAMPLES = (5, 10, 20)
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
SHIPPED = 0.6


def by_class(pairs):
    classes = {}
    for text, name in pairs:
        classes.setdefault(name, []).append(text)
    return classes


def clinc():
    return by_class(extraction.clinc("train")), by_class(extraction.clinc("test"))


def snips():
    def part(name):
        lines = lambda end: measure.data(f"extraction/snips2017/{name}.{end}").read_text(encoding="utf-8").splitlines()
        return by_class(zip(map(str.strip, lines("seq.in")), map(str.strip, lines("label"))))

    return part("train"), part("test")


def questions():
    return [text for text, _ in extraction.clinc("oos_test")][:STRANGERS]


SETS = {"CLINC": (clinc, questions), "SNIPS": (snips, lambda: questions() + out_of_scope.chat()[:STRANGERS])}


def answers(bundle, name, examples, texts):
    work = measure.ROOT / "target" / "examples" / Path(bundle).name
    out = work / f"{name}.out.jsonl"
    if os.environ.get("REUSE") and out.exists():
        return measure.read_answers(out, "classification", range(len(texts)))
    work.mkdir(parents=True, exist_ok=True)
    (work / f"{name}.examples.json").write_text(json.dumps(examples), encoding="utf-8")
    measure.write_texts(work / f"{name}.in.jsonl", enumerate(texts))
    command = shlex.split(os.environ.get("EDGEWISE", str(measure.ROOT / "edgewise")))
    files = ["--examples", work / f"{name}.examples.json", "--in", work / f"{name}.in.jsonl", "--out", out]
    lanes = ["--lanes", os.environ.get("LANES", "0")]
    subprocess.run([*command, "eval", "--bundle", str(bundle), *map(str, files), *lanes], check=True, stdout=subprocess.DEVNULL)
    return measure.read_answers(out, "classification", range(len(texts)))


def outcomes(bundle, of, many):
    """Of every text: its class, empty for a stranger; the likeliest class; the score of that."""
    source, strangers = SETS[of]
    train, test = source()
    said = []
    for draw in range(DRAWS):
        chance = random.Random(measure.SEED + draw)
        names = chance.sample(sorted(train), min(CLASSES, len(train)))
        examples = {name: chance.sample(sorted(set(train[name])), max(EXAMPLES))[:many] for name in names}
        tests = [(name, text) for name in names for text in chance.sample(test[name], min(TESTS, len(test[name])))]
        tests += [("", text) for text in strangers()]
        for (name, _), answer in zip(tests, answers(bundle, f"{of}-{many}-{draw}", examples, [t for _, t in tests])):
            best = max(answer["scores"], key=answer["scores"].get)
            said.append((name, best, answer["scores"][best]))
    return said


def share(values):
    values = list(values)
    return "%.1f %%" % (100 * sum(values) / len(values))


def line(bundle, of, many, least, said):
    own = [s for s in said if s[0]]
    cells = (
        Path(bundle).name,
        of,
        str(many),
        "%.1f" % least,
        share(best == name for name, best, _ in own),
        share(best == name and score >= least for name, best, score in own),
        share(score < least for *_, score in own),
        share(score < least for name, _, score in said if not name),
    )
    print("| " + " | ".join(cells) + " |", flush=True)


def main(bundles):
    print("| bundle | set | examples a class | min-score | nearest class is right | right | own texts that are none | strangers that are none |")
    print("|---|---|---|---|---|---|---|---|")
    for bundle in bundles:
        for of in SETS:
            for many in EXAMPLES:
                said = outcomes(bundle, of, many)
                for least in THRESHOLDS if many == 10 else (SHIPPED,):
                    line(bundle, of, many, least, said)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: examples.py BUNDLE…")
    measure.skipping(main, sys.argv[1:])
