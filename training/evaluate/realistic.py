#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Twenty sentences as a site writes them, with the fields that are right by hand: what does extraction get of them?

    realistic.py prepare IN.jsonl
    ./edgewise eval --bundle models/extraction --in IN.jsonl --out OUT.jsonl
    realistic.py score OUT.jsonl

Input: realistic.jsonl beside it, written for this: text, the groups a route would ask for, the intent where `device` is one of
them, fields with group, type and UTF-16 offsets. Output: rows `| set | measure | value | 95 % interval | texts |`: fields found
(group, type, both offsets), places found whatever the type, how many of the fields said are right, sentences with all fields
right and none too many, intents right; after them, with `#`, what was missed and what was too much.
"""
import json
from pathlib import Path

import measure

NAME = "realistic"
DATA = Path(__file__).resolve().parent / "realistic.jsonl"


def rows():
    return [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


def prepare(out):
    measure.write_texts(out, ((i, r["text"]) for i, r in enumerate(rows())))


def keys(fields, groups):
    return {(f["group"], f["type"], f["start"], f["end"]) for f in fields if f["group"] in groups}


def score(out, bundle=None):
    texts = rows()
    said = measure.read_answers(out, "extraction", range(len(texts)))
    gold = [keys(t["fields"], t["groups"]) for t in texts]
    found = [keys(s["fields"], t["groups"]) for t, s in zip(texts, said)]
    shares("", gold, found)
    for group in sorted({key[0] for fields in gold for key in fields}):
        of = lambda sets: [{key for key in fields if key[0] == group} for fields in sets]
        shares(f" of `{group}`", of(gold), of(found))
    places = [({k[2:] for k in g}, {k[2:] for k in f}) for g, f in zip(gold, found)]
    measure.share_row(NAME, "places found, whatever the type", sum(len(g & f) for g, f in places), sum(len(g) for g, _ in places))
    whole = sum(g == f for g, f in zip(gold, found))
    measure.share_row(NAME, "sentences with exactly the right fields", whole, len(texts))
    intents = [(t["intent"], s["intent"]["name"]) for t, s in zip(texts, said) if "intent" in t]
    measure.share_row(NAME, "intents right", sum(a == b for a, b in intents), len(intents))
    wrong(texts, said, gold, found)


def shares(what, gold, found):
    hits = sum(len(g & f) for g, f in zip(gold, found))
    for name, sets in (("fields found", gold), ("fields said that are right", found)):
        if any(sets):
            measure.share_row(NAME, f"{name}{what}", hits, sum(map(len, sets)))


def wrong(texts, said, gold, found):
    for t, s, g, f in zip(texts, said, gold, found):
        shown = lambda fields: ", ".join(f"{kind} “{slice16(t['text'], a, b)}” ({group})" for group, kind, a, b in sorted(fields, key=lambda k: (k[2], k)))
        parts = [f"missed {shown(g - f)}"] * bool(g - f) + [f"too much {shown(f - g)}"] * bool(f - g)
        if t.get("intent", s.get("intent", {}).get("name")) != s.get("intent", {}).get("name"):
            parts.append(f"intent {s['intent']['name']} for {t['intent']}")
        if parts:
            print(f"# {NAME}: {t['text']}: {'; '.join(parts)}")


def slice16(text, start, end):
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


if __name__ == "__main__":
    measure.command(prepare, score)
