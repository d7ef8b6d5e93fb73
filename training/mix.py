# SPDX-License-Identifier: Apache-2.0
"""The moderation model's mix of texts, and the twentieth of it that it was not trained on.

No command of its own; calibrate.py and training read it. Python's standard library only. Reads
$EDGEWISE_SHARED/datasets. A set teaches only the labels that it knows; the others are UNKNOWN. The order of the sets
and of the draws is that of the training run, so that the same texts are chosen.
"""
import csv
import random
import re
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "evaluate"))
import extraction
import measure
import sms_spam

LABELS = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate", "spam"]
UNKNOWN = None
CLEAN = [0] * 7
TOXIC = [1, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 0]
IN_DOMAIN = ("massive", "mwo2kg", "maintnorm", "clinc")
SEED = 1
VALIDATION_PARTS = 20
LONGEST = 2000
SHORTEST = 2
DISTINCT_KEY = 12
OFFENSIVE_TWEETS = 4000
CLINC_TEXTS = 8000


@dataclass(frozen=True)
class Row:
    """A text, 0 or 1 per label or UNKNOWN, and the set it is from."""

    text: str
    truth: list
    source: str


def table(path, **options):
    encoding = options.pop("encoding", "utf-8")
    with open(measure.data(f"moderation/{path}"), encoding=encoding, newline="") as lines:
        return list(csv.DictReader(lines, **options))


def jigsaw(draw):
    drop = set(measure.data("moderation/jigsaw_toxic_6label/drop_ids_overlap_with_test.txt").read_text().split())
    clean = []
    for r in table("jigsaw_toxic_6label/jigsaw_train_union.csv"):
        truth = [int(r[label]) for label in LABELS[:6]] + [0]
        if r["id"] not in drop and any(truth):
            yield r["comment_text"], truth
        elif r["id"] not in drop:
            clean.append(r["comment_text"])
    draw.shuffle(clean)
    for text in clean:
        yield text, CLEAN


def toxic_spans(draw):
    """All posts are toxic; one without a marked span says nothing."""
    for split in ("train", "trial", "test"):
        for r in table(f"toxic_spans/tsd_{split}.csv"):
            if r["spans"] != "[]":
                yield r["text"], TOXIC


def paradetox(draw):
    seen = set()
    for r in table("paradetox/paradetox.tsv", delimiter="\t", quoting=csv.QUOTE_NONE):
        if r["toxic"] and r["toxic"] not in seen:
            seen.add(r["toxic"])
            yield r["toxic"], [1, UNKNOWN, UNKNOWN, 0, UNKNOWN, UNKNOWN, 0]
            yield r["neutral1"] or "", CLEAN


def davidson(draw):
    """Classes: 0 hate, 1 offensive, 2 neither. Names and links of the tweets are taken out."""
    truths = {"0": [1, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 1, 0], "1": TOXIC, "2": CLEAN}
    tweets = table("davidson/labeled_data.csv")
    draw.shuffle(tweets)
    offensive = 0
    for r in tweets:
        offensive += r["class"] == "1"
        if r["class"] != "1" or offensive <= OFFENSIVE_TWEETS:
            text = re.sub(r"https?://\S+", "", re.sub(r"@\w+:?", "@user", r["tweet"]))
            yield text.replace("&amp;", "&"), truths[r["class"]]


def sms(draw):
    """Four fifths; the other one is for sms_spam.py. A wanted message may still be rude."""
    for r in sms_spam.messages():
        if not sms_spam.tested(r):
            spam = int(r["v1"] == "spam")
            yield r["v2"], [0 if spam else UNKNOWN, 0, UNKNOWN, 0, UNKNOWN, 0, spam]


def blog(draw):
    for r in table("blog_spam/colabs_lmblog_comments_extras.csv"):
        yield r["commenttext"], [0, 0, 0, 0, 0, 0, int(r["spam"].strip().lower() == "true")]


def clinc(draw):
    texts = [text for text, _ in extraction.clinc("train", "oos_train")]
    draw.shuffle(texts)
    for text in texts[:CLINC_TEXTS]:
        yield text, CLEAN


def harmless(read):
    return lambda draw: ((t["text"], CLEAN) for t in read())


SOURCES = {
    "jigsaw": jigsaw,
    "toxic_spans": toxic_spans,
    "paradetox": paradetox,
    "davidson": davidson,
    "sms": sms,
    "blog": blog,
    "massive": harmless(lambda: extraction.massive("train")),
    "mwo2kg": harmless(lambda: extraction.mwo2kg("train_3200.json")),
    "maintnorm": harmless(lambda: extraction.maintnorm("combined_train.norm")),
    "clinc": clinc,
}


def keys_of_tests():
    """Keys of the texts that moderation is measured on, of those sets that are not split by hash."""
    return {measure.key(r["comment_text"]) for r in table("jigsaw_official_test_subset/jigsaw_test_12180.csv")}


def rows():
    """Every row, with whether it falls in the held-out twentieth; none repeats a text of the Jigsaw test."""
    csv.field_size_limit(sys.maxsize)
    draw = random.Random(SEED)
    tests = keys_of_tests()
    for source, texts in SOURCES.items():
        for text, truth in texts(draw):
            key = measure.key(text)
            tested = len(key) > DISTINCT_KEY and key in tests
            if len(text) >= SHORTEST and not tested:
                yield Row(text[:LONGEST], truth, source), measure.part(text, VALIDATION_PARTS) == 0


def validation():
    """The rows that fall in the held-out twentieth by hash of their text."""
    return [row for row, held_out in rows() if held_out]
