# SPDX-License-Identifier: Apache-2.0
"""Checks of what the models learn from: no text of a test, the same rows for a seed, plausible counts."""
import unittest

import places
from edgewise_training import moderation_data, tests_texts

import measure  # noqa: E402
import mix  # noqa: E402


def long_keys(texts):
    return {key for key in map(measure.key, texts) if len(key) > mix.DISTINCT_KEY}


@places.needs_data
class ModerationDataTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.data = moderation_data.read(1)
        cls.tests = tests_texts.keys()

    def test_no_row_has_the_key_of_a_test_text(self):
        for part in (self.data.train, self.data.held_out, self.data.templates):
            self.assertEqual(set(), long_keys(r.text for r in part) & self.tests)

    def test_no_text_is_on_two_sides_or_twice(self):
        train = [r.text for r in self.data.train]
        self.assertEqual(len(train), len(set(train)))
        for part in (self.data.held_out, self.data.templates):
            self.assertEqual(set(), long_keys(train) & long_keys(r.text for r in part))

    def test_the_held_out_twentieth_is_the_one_of_calibration(self):
        calibrated = {r.text for r in mix.validation()}
        self.assertLessEqual({r.text for r in self.data.held_out}, calibrated)
        self.assertEqual(set(), {r.text for r in self.data.train if r.source in mix.SOURCES} & calibrated)

    def test_every_source_and_label_is_there(self):
        counts = self.data.counts()
        for source in (*mix.SOURCES, "contrast", "spam", "ham", "shopfloor"):
            self.assertGreater(counts["train"][source], 500, source)
        for label, positives in counts["positives"].items():
            self.assertGreater(positives, 400, label)
        self.assertTrue(all(len(r.truth) == len(mix.LABELS) for r in self.data.train))

    def test_a_seed_gives_the_same_rows(self):
        self.assertEqual(self.data, moderation_data.read(1))


@places.needs_data
@places.needs("yaml")
class ExtractionDataTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        from edgewise_training import extraction_data

        cls.module = extraction_data
        cls.data = extraction_data.read(1)

    def every(self):
        return [r for part in (self.data.train, self.data.held_out) for rows in part.values() for r in rows]

    def test_no_row_has_the_key_of_a_test_text(self):
        self.assertEqual(set(), long_keys(r.text for r in self.every()) & tests_texts.keys())

    def test_fields_lie_inside_their_text_and_have_known_types(self):
        for row in self.every():
            for head, spans in row.spans.items():
                for start, end, kind in spans:
                    self.assertTrue(0 <= start < end <= len(row.text), row)
                    if head != "device":
                        self.assertIn(kind, (*self.module.TYPES[head], "?"), row)

    def test_a_set_is_the_same_for_a_seed_and_its_parts_have_nothing_in_common(self):
        self.assertEqual(self.data, self.module.read(1))
        for name, rows in self.data.train.items():
            self.assertEqual(set(), long_keys(r.text for r in rows) & long_keys(r.text for r in self.data.held_out[name]))

    def test_texts_of_clincs_test_are_never_taught_as_none(self):
        outside = long_keys(t for t, _ in tests_texts.clinc(("oos_test",)))
        self.assertEqual(set(), outside & long_keys(r.text for r in self.every()))
        self.assertGreater(len(self.data.train["none"]), 10_000)

    def test_sets_have_the_sizes_that_are_known(self):
        counts = self.data.counts()["train"]
        for name, least in {"massive": 10_000, "home": 4000, "work_orders": 2500, "maintenance": 700, "made_codes": 4000}.items():
            self.assertGreater(counts[name], least, name)


if __name__ == "__main__":
    unittest.main()
