# SPDX-License-Identifier: Apache-2.0
"""Checks of moods.py with four reviews and one plain text."""
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import measure
import moods

REVIEWS = [("good", 1), ("fine", 1), ("bad", 0), ("poor", 0)]


def answer(identity, label, positive):
    scores = {"negative": 0.9 - positive, "neutral": 0.1, "positive": positive}
    return json.dumps({"id": identity, "classification": {"label": label, "score": 0.8, "scores": scores}})


class MoodsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        reviews = self.folder / "yelp.json"
        reviews.write_text(json.dumps([{"text": text, "class": positive} for text, positive in REVIEWS]))
        for name, value in (("REVIEWS", reviews), ("PLAIN", {"sensor text": lambda: ["pressure 4 bar"]})):
            patch = mock.patch.object(moods, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def scored(self, *lines):
        out = self.folder / "out.jsonl"
        out.write_text("\n".join(lines) + "\n")
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            moods.score(out)
        return printed.getvalue()

    def test_a_mood_is_found_missed_or_turned_and_none_is_right_for_plain_text(self):
        printed = self.scored(
            answer("yelp-0", "positive", 0.8),
            answer("yelp-1", "neutral", 0.5),
            answer("yelp-2", "positive", 0.7),
            answer("yelp-3", "negative", 0.1),
            answer("sensor text-4", "negative", 0.1),
        )
        for row in (
            "| yelp | ROC-AUC positive over negative | 0.7500 |",
            "| yelp | positive found | 50.00 % |",
            "| yelp | positive taken for neutral | 50.00 % |",
            "| yelp | negative taken for positive | 50.00 % |",
            "| yelp | right of two, neutral left out | 75.00 % |",
            "| sensor text | taken for negative | 100.00 % |",
        ):
            self.assertIn(row, printed)

    def test_another_classification_is_refused_and_missing_reviews_are_told(self):
        other = json.dumps({"id": "x", "classification": {"label": "a", "score": 1, "scores": {"a": 1}}})
        lines = [other.replace('"x"', f'"{i}"') for i, *_ in moods.rows()]
        with self.assertRaisesRegex(SystemExit, "says a, not negative"):
            self.scored(*lines)
        with mock.patch.object(moods, "REVIEWS", self.folder / "nothing.json"):
            with self.assertRaisesRegex(measure.Missing, "training/train fetch"):
                moods.rows()


if __name__ == "__main__":
    unittest.main()
