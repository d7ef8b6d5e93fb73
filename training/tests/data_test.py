# SPDX-License-Identifier: Apache-2.0
"""Checks of what the models learn from: no text of a test, the same rows for a seed, plausible counts."""
import collections
import contextlib
import io
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import places
from edgewise_training import codes, contrast, moderation_data, people, shared, shopfloor, sieve, spam, tests_texts

import contrastive  # noqa: E402
import extraction as sets  # noqa: E402
import measure  # noqa: E402
import mix  # noqa: E402


def keys(texts):
    return set(map(measure.key, texts))


def long_keys(texts):
    return {key for key in map(measure.key, texts) if len(key) > mix.DISTINCT_KEY}


@contextlib.contextmanager
def files_read():
    """The paths in the data folder that were found meanwhile."""
    read = set()

    def noted(find):
        def found(path):
            file = find(path)
            read.add(path)
            return file

        return found

    with mock.patch.object(shared, "find", noted(shared.find)), mock.patch.object(measure, "data", noted(measure.data)):
        yield read


class SieveTest(unittest.TestCase):
    def test_texts_of_tests_repetitions_and_nothing_are_kept_back_and_counted(self):
        dropped = collections.Counter()
        tests = {measure.key("a sentence of a test"), measure.key("u r")}
        some = sieve.Sieve(tests, dropped, "set: ")
        texts = ["A sentence, of a TEST!", "U R", "  ", "pump 3 is leaking oil", "Pump 3 is leaking: oil.", "stop", "Stop", "stop"]
        self.assertEqual(["pump 3 is leaking oil", "stop", "Stop"], list(filter(some.passes, texts)))
        self.assertEqual({"set: test text": 2, "set: empty": 1, "set: repeated": 2}, dict(dropped))


class OwnTextsTest(unittest.TestCase):
    """What the evaluation has of our own is never learnt: data are sieved, and no template makes it."""

    def found_in(self, made):
        ours = set(map(contrastive.normal, tests_texts.own()))
        return [t for t in made if contrastive.normal(t) in ours]

    def test_every_sentence_of_our_own_is_a_test_text_also_a_short_one(self):
        some = sieve.Sieve(tests_texts.own_keys(), collections.Counter())
        self.assertEqual([], list(filter(some.passes, tests_texts.own())))
        self.assertGreater(len(tests_texts.own()), 1200)

    def test_templates_make_none_of_them(self):
        for seed in (1, 2, 3):
            self.assertEqual([], self.found_in(f.text for f, _ in spam.sentences(seed)))
            self.assertEqual([], self.found_in(f.text for make in (shopfloor, codes) for f in make.sentences(seed)))

    @places.needs_data
    def test_templates_with_words_of_others_make_none_of_them(self):
        for seed in (1, 2, 3):
            self.assertEqual([], self.found_in(f.text for f, _ in contrast.sentences(seed)))
            self.assertEqual([], self.found_in(f.text for f in people.sentences(seed)))


class FilesTest(unittest.TestCase):
    @places.needs("torch", "numpy", "safetensors", "tokenizers", "yaml")
    def test_a_missing_data_set_ends_a_run_with_its_name_and_an_error(self):
        from edgewise_training import __main__

        with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, EDGEWISE_SHARED=folder):
            with mock.patch.object(measure, "SHARED", Path(folder)), contextlib.redirect_stdout(io.StringIO()):
                for task in ("moderation", "extraction"):
                    argv = ["train", task, "--out", folder, "--backbone", folder]
                    with mock.patch("sys.argv", argv), self.assertRaisesRegex(SystemExit, "datasets/.* is neither in EDGEWISE_SHARED"):
                        __main__.main()
                with mock.patch("sys.argv", ["train", "calibrate"]), self.assertRaisesRegex(SystemExit, "datasets/.* is not in"):
                    __main__.main()


@places.needs_data
class ModerationDataTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with files_read() as cls.files:
            cls.data = moderation_data.read(1)
        cls.tests = tests_texts.keys()

    def test_no_row_has_the_key_of_a_test_text(self):
        for part in (self.data.train, self.data.held_out, self.data.templates):
            self.assertEqual(set(), keys(r.text for r in part) & (self.tests | tests_texts.own_keys()))

    def test_every_file_that_is_read_has_its_digest(self):
        self.assertEqual(set(), self.files - set(moderation_data.files()))
        self.assertGreater(len(self.files), 15)

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
        with files_read() as cls.files:
            cls.data = extraction_data.read(1)

    def every(self):
        return [r for part in (self.data.train, self.data.held_out) for rows in part.values() for r in rows]

    def test_no_row_has_the_key_of_a_test_text(self):
        self.assertEqual(set(), keys(r.text for r in self.every()) & (tests_texts.keys() | tests_texts.own_keys()))

    def test_every_file_that_is_read_has_its_digest(self):
        self.assertEqual(set(), self.files - set(self.module.files()))
        self.assertGreater(len(self.files), 15)

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
        outside = long_keys(t for t, _ in sets.clinc("oos_test"))
        self.assertEqual(set(), outside & long_keys(r.text for r in self.every()))
        self.assertGreater(len(self.data.train["none"]), 10_000)

    def test_sets_have_the_sizes_that_are_known(self):
        counts = self.data.counts()["train"]
        for name, least in {"massive": 10_000, "home": 4000, "work_orders": 2500, "maintenance": 700, "made_codes": 4000}.items():
            self.assertGreater(counts[name], least, name)


if __name__ == "__main__":
    unittest.main()
