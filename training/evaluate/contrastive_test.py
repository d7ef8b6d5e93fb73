# SPDX-License-Identifier: Apache-2.0
"""Checks of our own sentences: they are many, distinct, labelled both ways, and in no training text."""
import collections
import json
import os
import sys
import tempfile
import unittest
from pathlib import Path

import contrastive
import measure

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import mix


class SentencesTest(unittest.TestCase):
    def test_each_sentence_stands_once_and_no_slot_is_left_empty(self):
        texts = [text for _, text, *_ in contrastive.sentences()]
        self.assertTrue(400 <= len(texts) <= 600, len(texts))
        self.assertEqual(len(texts), len(set(map(contrastive.normal, texts))))
        self.assertFalse([t for t in texts if "{" in t or "}" in t])

    def test_every_class_has_toxic_and_harmless_sentences(self):
        counts = collections.Counter((name, toxic) for name, _, toxic, _ in contrastive.sentences())
        for name in contrastive.CLASSES:
            self.assertGreaterEqual(min(counts[name, True], counts[name, False]), 10, name)

    def test_no_text_stands_on_both_sides(self):
        gold = collections.defaultdict(set)
        for _, text, toxic, _ in contrastive.sentences():
            gold[contrastive.normal(text)].add(toxic)
        self.assertFalse([text for text, sides in gold.items() if len(sides) > 1])

    def test_the_seed_decides_the_draw(self):
        self.assertEqual(contrastive.sentences(), contrastive.sentences())


class ScoreTest(unittest.TestCase):
    def test_a_model_that_allows_everything_is_right_for_the_harmless_ones_only(self):
        rows = contrastive.sentences()
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out.jsonl"
            out.write_text("\n".join(json.dumps({"id": str(i), "moderation": {"verdict": "allow"}}) for i in range(len(rows))))
            printed = run_score(out)
        harmless = sum(not toxic for *_, toxic, _ in rows)
        self.assertIn(f"| contrastive | accuracy, all | {100 * harmless / len(rows):.2f} % |", printed)
        self.assertIn("| contrastive | accuracy, all toxic | 0.00 % |", printed)


def run_score(out):
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        contrastive.score(out)
    return printed.getvalue()


class OverlapTest(unittest.TestCase):
    def test_a_sentence_is_found_in_any_kind_of_file_and_spelling(self):
        text = contrastive.sentences()[0][1]
        shouted = text.upper().replace(" ", "  ") + "!!"
        with tempfile.TemporaryDirectory() as folder:
            for name, content in {
                "a.jsonl": json.dumps({"row": {"text": shouted}, "toxic": 0}),
                "a.csv": f'id,text\n1,"{shouted}"',
                "a.tsv": f"id\ttext\n1\t{shouted}",
                "a.txt": f"something else\n{shouted}\n",
            }.items():
                path = Path(folder) / name
                path.write_text(content)
                self.assertEqual([text], contrastive.shared_with(contrastive.strings(str(path))), name)

    def test_no_sentence_stands_in_a_training_set(self):
        if not (measure.SHARED / "datasets").exists():
            self.skipTest(f"skipped: there is no datasets/ in EDGEWISE_SHARED ({measure.SHARED})")
        import random

        mix.csv.field_size_limit(sys.maxsize)
        for source, texts in mix.SOURCES.items():
            self.assertEqual([], contrastive.shared_with(t for t, _ in texts(random.Random(mix.SEED))), source)

    def test_no_sentence_stands_in_a_training_file_of_our_own(self):
        """Files of texts below training/, and those that TRAINING_TEXTS names (a colon between two)."""
        named = [f for f in os.environ.get("TRAINING_TEXTS", "").split(":") if f]
        ours = [p for kind in ("jsonl", "csv", "tsv", "txt") for p in Path(contrastive.__file__).parent.parent.rglob(f"*.{kind}")]
        files = named + [str(p) for p in ours if p.name != "requirements.txt" and p.parent != Path(contrastive.__file__).parent]
        for file in files:
            self.assertEqual([], contrastive.shared_with(contrastive.strings(file)), file)


if __name__ == "__main__":
    unittest.main()
