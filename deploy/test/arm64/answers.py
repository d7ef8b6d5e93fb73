#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether two processors answer alike.

    answers.py MEMBER EXPECTED.jsonl ANSWERS.jsonl [--least SHARE] [--row NAME --table FILE.md]

Both files: JSON lines as `edgewise eval` writes them, or as results come over MQTT, found by `id`. MEMBER is `moderation` or
`extraction`, or the name of a bundle that begins so. A verdict is the same with the same flags; fields are the same with the
same groups, types, places and values, and the same intent. Scores may differ: the largest difference is told.

Prints one line; before it, what differs. What is said is verdicts, flags, intents and fields. Their agreement is what annotators
of texts are compared with, pairwise F1: twice what both say, by what the one says and what the other says. It must be at least
--least. Ends with 1 when it is less, and when an answer is missing. --table adds a row
`| NAME | bundle | texts | alike in all | agreement | largest score difference |`.
"""
import argparse
import json
import sys
from pathlib import Path
from typing import NamedTuple


class Answer(NamedTuple):
    """What must be the same, as a set with one element for each thing said, and the scores by what they belong to."""

    said: frozenset
    scores: dict


def moderation(answer):
    said = {("verdict", answer["verdict"])} | {("flag", flag) for flag in answer["flagged"]}
    return Answer(frozenset(said), dict(answer["scores"]))


def extraction(answer):
    scores = {}
    for field in answer["fields"]:
        scores[tuple(field.get(k) for k in ("group", "type", "start", "end", "value"))] = field["score"]
    if "intent" in answer:
        scores["intent", answer["intent"]["name"]] = answer["intent"]["confidence"]
    return Answer(frozenset(scores), scores)


READERS = {"moderation": moderation, "extraction": extraction}


class Comparison(NamedTuple):
    texts: int
    missing: list
    unlike: list  # (id, only expected, only answered)
    things: int  # said by the one and said by the other
    same_things: int
    difference: float  # of scores of the same thing
    at: str

    @property
    def agreement(self):
        return 2 * self.same_things / self.things if self.things else 0.0


def compare(expected, answered):
    missing = [i for i in expected if i not in answered]
    both = [i for i in expected if i in answered]
    unlike, things, same, difference, at = [], 0, 0, 0.0, ""
    for i in both:
        mine, theirs = expected[i], answered[i]
        things += len(mine.said) + len(theirs.said)
        same += len(mine.said & theirs.said)
        if mine.said != theirs.said:
            unlike.append((i, sorted(map(str, mine.said - theirs.said)), sorted(map(str, theirs.said - mine.said))))
        for key in mine.scores.keys() & theirs.scores.keys():
            if abs(mine.scores[key] - theirs.scores[key]) > difference:
                difference, at = abs(mine.scores[key] - theirs.scores[key]), f"{i}, {key}"
    return Comparison(len(expected), missing, unlike, things, same, difference, at)


def read(path, member):
    lines = map(json.loads, Path(path).read_text(encoding="utf-8").splitlines())
    return {line["id"]: READERS[member](line[member]) for line in lines if member in line}


def only(answers, ids):
    return {i: answers[i] for i in answers if i in ids}


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle")
    parser.add_argument("expected")
    parser.add_argument("answers")
    parser.add_argument("--ids", help="JSON lines with the ids that count; all of EXPECTED when not given")
    parser.add_argument("--least", type=float, default=1.0)
    parser.add_argument("--row")
    parser.add_argument("--table")
    options = parser.parse_args(arguments)
    member = options.bundle.split("-")[0]
    expected = read(options.expected, member)
    if options.ids:
        lines = Path(options.ids).read_text(encoding="utf-8").splitlines()
        expected = only(expected, {json.loads(line)["id"] for line in lines})
    found = compare(expected, read(options.answers, member))
    return told(found, options)


def told(found, options):
    for i, lost, new in found.unlike:
        print(f"{i}: not said: {', '.join(lost) or '-'}; said instead: {', '.join(new) or '-'}")
    if found.missing:
        print(f"no answer to {', '.join(map(str, found.missing[:5]))}: {len(found.missing)} of {found.texts} texts")
        return 1
    if not found.texts:
        print("there is nothing to compare")
        return 1
    same = found.texts - len(found.unlike)
    agreement = f"{100 * found.agreement:.2f} %"
    if options.table:
        with open(options.table, "a", encoding="utf-8") as table:
            print(f"| {options.row} | {options.bundle} | {found.texts} | {same} ({100 * same / found.texts:.1f} %) | {agreement} | "
                  f"{found.difference:.4f} |", file=table)
    if found.at:
        print(f"largest score difference at {found.at}")
    line = f"{same} of {found.texts} texts answered alike, agreement {agreement}, scores within {found.difference:.4f}"
    if found.agreement < options.least:
        print(f"{line}; expected at least {100 * options.least:g} %")
        return 1
    print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
