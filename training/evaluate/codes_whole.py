#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Codes with hyphens, slashes and blanks ("CV-102", "LV 3-07") in sentences of our own: are they found whole?

    codes_whole.py prepare IN.jsonl
    ./edgewise eval --bundle models/extraction --in IN.jsonl --out OUT.jsonl
    codes_whole.py score OUT.jsonl

Output: rows `| set | measure | value | 95 % interval | codes |`: codes that one field of `codes` covers exactly, or one of
`codes` or `pattern`; codes of which only a part is in a field of `codes`. Texts: plain_text.py.
"""
import measure
import plain_text

NAME = "codes whole"


def prepare(out):
    measure.write_texts(out, ((i, text) for i, (text, _) in enumerate(plain_text.codes())))


def score(out, bundle=None):
    texts = plain_text.codes()
    said = measure.read_answers(out, "extraction", range(len(texts)))
    whole = {"codes": 0, "codes or pattern": 0}
    parts = total = 0
    for (_, places), answer in zip(texts, said):
        spans = {g: {(f["start"], f["end"]) for f in answer["fields"] if f["group"] == g} for g in ("codes", "pattern")}
        for place in places:
            total += 1
            whole["codes"] += place in spans["codes"]
            whole["codes or pattern"] += place in spans["codes"] | spans["pattern"]
            parts += any(inside(span, place) for span in spans["codes"])
    for name, hits in whole.items():
        measure.share_row(NAME, f"found whole by {name}", hits, total)
    measure.share_row(NAME, "only a part found by codes", parts, total)


def inside(span, place):
    return place[0] <= span[0] and span[1] <= place[1] and span != place


if __name__ == "__main__":
    measure.command(prepare, score)
