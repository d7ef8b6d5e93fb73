# SPDX-License-Identifier: Apache-2.0
"""Contrastive sentences for moderation: the same words with and without the intent. Standard library only.

Truths per section of templates/contrast.txt. UNKNOWN where people disagree: whether untargeted swearing is `toxic`, or an
insult in a threat, is for the other sets to teach. Slurs are taken from the profanity list in the data folder.
"""
from __future__ import annotations

import csv
import random
from collections.abc import Iterator

from . import shared
from .templates import Filled, Templates

import mix  # noqa: E402  (in training/, which shared.py makes reachable)

X = mix.UNKNOWN
LEXICON = "moderation/surge_profanity/profanity_en.csv"
#          toxic severe obscene threat insult identity spam
TRUTHS = {
    "hate": [1, X, X, X, X, 1, 0],
    "hate_slur": [1, X, X, X, 1, 1, 0],
    "not_hate": [0, 0, 0, 0, 0, 0, 0],
    "quoted_slur": [X, 0, X, 0, 0, 0, 0],
    "insult": [1, X, X, X, 1, 0, 0],
    "not_insult": [0, 0, 0, 0, 0, 0, 0],
    "swearing": [X, 0, 1, 0, 0, 0, 0],
    "not_swearing": [0, 0, 0, 0, 0, 0, 0],
    "threat": [1, X, 0, 1, X, 0, 0],
    "not_threat": [0, 0, 0, 0, 0, 0, 0],
    "reclaimed": [X, 0, X, 0, 0, 0, 0],
}
# Both sides of a contrast have about as many rows.
COUNTS = {
    "hate": 900,
    "hate_slur": 300,
    "not_hate": 1200,
    "quoted_slur": 200,
    "insult": 450,
    "not_insult": 450,
    "swearing": 350,
    "not_swearing": 200,
    "threat": 600,
    "not_threat": 650,
    "reclaimed": 100,
}
SLUR_KINDS = ("racial / ethnic slurs", "sexual orientation / gender")


def slurs() -> list[str]:
    with open(shared.find(LEXICON), encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = {
        r["canonical_form_1"]
        for r in rows
        if r["category_1"] in SLUR_KINDS and not r["category_2"] and r["severity_description"] != "Mild"
    }
    return sorted(word for word in found if word.isalpha() and word.islower())


def sentences(seed: int) -> Iterator[tuple[Filled, list]]:
    draw = random.Random(f"contrast/{seed}")
    templates = Templates.read("contrast")
    templates.slots["slur"] = slurs()
    for section, count in COUNTS.items():
        for filled in templates.rows(section, count, draw):
            yield filled, TRUTHS[section]
