# SPDX-License-Identifier: Apache-2.0
"""Keys of every text that a model is measured on; no row of training may have one (measure.key).

Short keys say little: of the sets of others, only keys of more than mix.DISTINCT_KEY letters count. Of our own sentences all
do, for they are few and never to be learnt. Standard library only.
"""
from __future__ import annotations

import csv

from . import shared

import bias_templates  # noqa: E402
import contrastive  # noqa: E402
import extraction as sets  # noqa: E402
import measure  # noqa: E402
import mix  # noqa: E402
import plain_text  # noqa: E402
import realistic  # noqa: E402
import sms_spam  # noqa: E402

SNIPS = [f"extraction/snips2017/{split}.seq.in" for split in ("valid", "test")]
# In the data folder. What is ours lies in training/evaluate/.
FILES = [
    "moderation/jigsaw_official_test_subset/jigsaw_test_12180.csv",
    "moderation/unintended_bias_templates/bias_madlibs_77k.csv",
    "moderation/sms_spam/spam.csv",
    "extraction/massive_en/en-US.train-dev.jsonl",
    "extraction/maintie/gold_train.json",
    "extraction/mwo2kg/dev_401.json",
    "extraction/maintnorm/combined_val.norm",
    "extraction/maintnorm/combined_test.norm",
    "extraction/wnut17/emerging.dev.conll",
    "extraction/btc_tweets/h.conll",
    *SNIPS,
    "extraction/clinc150/data_full.json",
]


def own() -> list[str]:
    """The sentences that were written for the evaluation."""
    found = [text for _, text, *_ in contrastive.sentences()]
    found += plain_text.sensor() + plain_text.logs() + [text for text, _ in plain_text.codes()]
    return found + [r["text"] for r in realistic.rows()]


def own_keys() -> set[str]:
    return set(map(measure.key, own()))


def _moderation() -> list[str]:
    return [r["Text"] for r in bias_templates.all_rows()] + [r["v2"] for r in sms_spam.rows()]


def _extraction() -> list[str]:
    found = [t["text"] for name in sets.SETS for t in sets.SETS[name].read()]
    found += [t["text"] for t in sets.maintnorm("combined_test.norm")]
    for path in SNIPS:
        found += shared.find(path).read_text(encoding="utf-8").splitlines()
    return found + [t for t, _ in sets.clinc("val", "test", "oos_val", "oos_test")]


def keys() -> set[str]:
    csv.field_size_limit(1 << 24)
    found = mix.keys_of_tests() | set(map(measure.key, _moderation() + _extraction()))
    return {key for key in found if len(key) > mix.DISTINCT_KEY} | own_keys()
