# SPDX-License-Identifier: Apache-2.0
"""Keys of every text that a model is measured on; no row of training may have one (see data.md, or measure.key).

Short keys say little: a row is left out for a key of more than mix.DISTINCT_KEY letters. Standard library only.
"""
from __future__ import annotations

import csv
import json

from . import shared

import extraction as sets  # noqa: E402
import measure  # noqa: E402
import mix  # noqa: E402

SMS_PARTS, SMS_TEST = 5, 1


def _moderation() -> list[str]:
    found = [r["comment_text"] for r in mix.table("jigsaw_official_test_subset/jigsaw_test_12180.csv")]
    found += [r["Text"] for r in mix.table("unintended_bias_templates/bias_madlibs_77k.csv")]
    sms = [r["v2"] for r in mix.table("sms_spam/spam.csv", encoding="latin-1")]
    return found + [t for t in sms if measure.part(t, SMS_PARTS) == SMS_TEST]


def _extraction() -> list[str]:
    found = [t["text"] for name in sets.SETS for t in sets.SETS[name].read()]
    found += [t["text"] for t in sets.maintnorm("combined_test.norm")] if _there("maintnorm/combined_test.norm") else []
    for split in ("valid", "test"):
        found += shared.find(f"extraction/snips2017/{split}.seq.in").read_text(encoding="utf-8").splitlines()
    return found


def _there(path: str) -> bool:
    try:
        return shared.find("extraction/" + path).exists()
    except shared.MissingData:
        return False


def clinc(splits: tuple[str, ...]) -> list[tuple[str, str]]:
    """(text, intent) of these parts."""
    full = json.loads(shared.find("extraction/clinc150/data_full.json").read_text(encoding="utf-8"))
    return [(text, intent) for split in splits for text, intent in full[split]]


def keys() -> set[str]:
    csv.field_size_limit(1 << 24)
    texts = _moderation() + _extraction() + [t for t, _ in clinc(("val", "test", "oos_val", "oos_test"))]
    return {key for key in map(measure.key, texts) if len(key) > mix.DISTINCT_KEY}
