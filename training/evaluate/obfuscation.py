#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Insults in disguise: how many moderation still finds, and what reading texts without disguise costs clean ones.

    obfuscation.py prepare IN.jsonl
    obfuscation.py plain models/moderation DIR          a copy of a bundle that folds nothing
    ./edgewise eval --bundle DIR --in IN.jsonl --out PLAIN.jsonl
    ./edgewise eval --bundle models/moderation --in IN.jsonl --out FOLDED.jsonl
    obfuscation.py score PLAIN.jsonl FOLDED.jsonl

Input: of $EDGEWISE_SHARED/datasets/moderation/jigsaw_official_test_subset, by a fixed seed, 300 insults of at most 200
characters with a word of surge_profanity in them, and 700 clean comments; device commands and work orders as
clean_text.py reads them. In each insult every word of the list (and nothing else) is disguised by each trick.
Output: a table by trick with the share of insults that are not allowed, and ROC-AUC of `toxic` and `insult` (the higher
of the two scores) against the clean comments, without and with folding; then clean texts that are read twice, and those
whose verdict changed. `noise` is no trick but five in a hundred characters misread as by OCR, in any word.
"""
import csv
import json
import random
import re
import shutil
import sys
from pathlib import Path

import clean_text
import jigsaw
import measure

INSULTS, LONGEST, CLEAN = 300, 200, 700
NOISE = 0.05

ZERO_WIDTH = "\u200b\u200d\u2060\u00ad\ufeff"
LOOKALIKES = str.maketrans("aceiopsxyABCEHIKMOPTXY", "асеіорѕхуАВСЕНІКМОРТХУ")
LEET = str.maketrans({"a": "@", "e": "3", "i": "1", "o": "0", "s": "$", "t": "7"})


def zero_width(word, draw):
    return word[0] + "".join(draw.choice(ZERO_WIDTH) + c for c in word[1:])


def fullwidth(word, draw):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)


def mathematical(word, draw):
    return "".join(chr(0x1D41A + ord(c) - ord("a")) if "a" <= c <= "z" else c for c in word.lower())


def lookalikes(word, draw):
    return word.translate(LOOKALIKES)


def leet(word, draw):
    return word.lower().translate(LEET)


def leet_once(word, draw):
    """One letter that has a digit, not the last one."""
    places = [i for i, c in enumerate(word[:-1].lower()) if ord(c) in LEET]
    if not places:
        return word
    at = draw.choice(places)
    return word[:at] + word[at].lower().translate(LEET) + word[at + 1 :]


def spaced(word, draw):
    return " ".join(word)


def dotted(word, draw):
    return ".".join(word)


def repeated(word, draw):
    vowels = [i for i, c in enumerate(word) if c.lower() in "aeiou"] or [len(word) - 1]
    at = draw.choice(vowels)
    return word[:at] + word[at] * draw.randint(3, 6) + word[at + 1 :]


TRICKS = {
    "none": lambda word, draw: word,
    "zero-width": zero_width,
    "fullwidth": fullwidth,
    "mathematical": mathematical,
    "lookalikes": lookalikes,
    "leet, one letter": leet_once,
    "leet, all letters": leet,
    "spaced": spaced,
    "dotted": dotted,
    "repeated": repeated,
    "noise": None,
}
MISREAD = [("rn", "m"), ("m", "rn"), ("l", "1"), ("1", "l"), ("O", "0"), ("o", "0"), ("0", "O"), ("i", "l"), ("e", "c"), ("cl", "d"), ("S", "5"), (" ", "")]


def noisy(text, draw):
    """Each character is misread with a chance of five in a hundred, if there is something to take it for."""
    result, i = "", 0
    while i < len(text):
        found = [(a, b) for a, b in MISREAD if text.startswith(a, i)]
        if found and draw.random() < NOISE:
            a, b = draw.choice(found)
            result += b
            i += len(a)
        else:
            result += text[i]
            i += 1
    return result


def lexicon():
    with open(measure.data("moderation/surge_profanity/profanity_en.csv"), encoding="utf-8", newline="") as lines:
        words = {r["text"].lower() for r in csv.DictReader(lines)}
    return {w for w in words if re.fullmatch(r"[a-z]{4,}", w)}


def insults():
    words = lexicon()
    swears = lambda r: any(w in words for w in re.findall(r"[a-z]+", r["comment_text"].lower()))
    wanted = [r["comment_text"] for r in jigsaw.rows() if r["insult"] == "1" and len(r["comment_text"]) <= LONGEST and swears(r)]
    return random.Random(measure.SEED).sample(wanted, INSULTS), words


def disguised():
    """(id, text): every insult by every trick, from a seed of its own for each."""
    texts, words = insults()
    for trick, disguise in TRICKS.items():
        draw = random.Random(f"{measure.SEED} {trick}")
        for i, text in enumerate(texts):
            if disguise is None:
                yield f"{trick}-{i}", noisy(text, draw)
            else:
                change = lambda m: disguise(m[0], draw) if m[0].lower() in words else m[0]
                yield f"{trick}-{i}", re.sub(r"[A-Za-z]+", change, text)


def clean():
    comments = [r["comment_text"] for r in jigsaw.rows() if not any(r[label] == "1" for label in jigsaw.LABELS)]
    drawn = random.Random(measure.SEED).sample(comments, len(comments))[:CLEAN]
    return [(f"comments-{i}", text) for i, text in enumerate(drawn)] + [(i, text) for i, _, text in clean_text.rows()]


def prepare(out):
    measure.write_texts(out, [*disguised(), *clean()])


def plain(bundle, target):
    source, target = Path(bundle), Path(target)
    target.mkdir(parents=True, exist_ok=True)
    descriptor = json.loads((source / "bundle.json").read_text(encoding="utf-8"))
    descriptor.pop("foldings", None)
    for file in descriptor["files"]:
        shutil.copyfile(source / file, target / file)
    (target / "bundle.json").write_text(json.dumps(descriptor, indent=1), encoding="utf-8")


def answers(path):
    with open(path, encoding="utf-8") as lines:
        return {answer["id"]: answer for answer in map(json.loads, lines)}


def rudeness(answer):
    return max(answer["moderation"]["scores"][label] for label in ("toxic", "insult"))


def caught(said, ids):
    return sum(said[i]["moderation"]["verdict"] != "allow" for i in ids) / len(ids)


def auc(said, ids):
    others = [f"comments-{i}" for i in range(CLEAN)]
    scores = [rudeness(said[i]) for i in [*ids, *others]]
    return measure.Ranking(scores, [True] * len(ids) + [False] * CLEAN).auc([1] * len(scores))


def score(before, after):
    before, after = answers(before), answers(after)
    print("| disguise | not allowed, plain | folded | ROC-AUC, plain | folded |\n|---|---|---|---|---|")
    for trick in TRICKS:
        ids = [f"{trick}-{i}" for i in range(INSULTS)]
        shares = [f"{100 * caught(said, ids):.1f} %" for said in (before, after)]
        areas = [f"{auc(said, ids):.4f}" for said in (before, after)]
        print("|", " | ".join([trick, *shares, *areas]), "|")
    print("\n| clean texts | texts | read twice | not allowed, plain | folded |\n|---|---|---|---|---|")
    texts = clean()
    for name in ("comments", *clean_text.SOURCES):
        ids = [i for i, _ in texts if i.startswith(name + "-")]
        twice = sum(after[i]["tokens"] > before[i]["tokens"] for i in ids)
        counts = [sum(said[i]["moderation"]["verdict"] != "allow" for i in ids) for said in (before, after)]
        print(f"| {name} | {len(ids):,} | {twice} | {counts[0]} | {counts[1]} |")
    for i, text in texts:
        verdicts = [said[i]["moderation"]["verdict"] for said in (before, after)]
        if verdicts[0] != verdicts[1]:
            print(f"# {verdicts[0]} to {verdicts[1]}: {text[:200]!r}")


if __name__ == "__main__":
    csv.field_size_limit(sys.maxsize)
    command, *arguments = sys.argv[1:] or ["help"]
    commands = {"prepare": (prepare, 1), "plain": (plain, 2), "score": (score, 2)}
    if command not in commands or len(arguments) != commands[command][1]:
        sys.exit(f"usage: {sys.argv[0]} prepare IN.jsonl | plain BUNDLE DIR | score PLAIN.jsonl FOLDED.jsonl")
    commands[command][0](*arguments)
