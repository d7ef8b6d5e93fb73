# SPDX-License-Identifier: Apache-2.0
"""Checks of the sentences that templates make: python3 -m unittest discover -s training/tests -p '*_test.py'"""
import random
import re
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import places  # noqa: F401
from edgewise_training import codes, disguise, extraction_data, hassil, orders, shopfloor, spam, templates
from edgewise_training.templates import Templates


def parsed(text, makers=None):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "some.txt").write_text(text, encoding="utf-8")
        with mock.patch.object(templates, "FOLDER", Path(folder)):
            return Templates.read("some", makers)


class TemplatesTest(unittest.TestCase):
    def test_a_field_is_where_its_value_stands(self):
        some = parsed("thing = pump | lube pump\n[a]\n(fix|check) {thing:PART} of {id:ID}!", {"id": lambda draw: "K-204/B"})
        for seed in range(8):
            filled = some.fill(some.sections["a"][0], "a", random.Random(seed))
            found = {kind: filled.text[start:end] for start, end, kind in filled.spans}
            self.assertIn(found["PART"], ("pump", "lube pump"))
            self.assertEqual("K-204/B", found["ID"])

    def test_values_may_have_slots_and_numbers(self):
        some = parsed("a = {b}{#7-7}\nb = x\n[s]\n{a}")
        self.assertEqual("x7", some.fill("{a}", "s", random.Random(1)).text)

    def test_a_slot_that_is_unknown_or_never_ends_is_told(self):
        some = parsed("a = {a}\n[s]\n{c}")
        with self.assertRaisesRegex(templates.TemplateError, "no slot c"):
            some.fill("{c}", "s", random.Random(1))
        with self.assertRaisesRegex(templates.TemplateError, "fills itself"):
            some.fill("{a}", "s", random.Random(1))

    def test_a_template_outside_of_a_section_is_told_with_its_line(self):
        with self.assertRaisesRegex(templates.TemplateError, "line 2"):
            parsed("# a comment\nhello")

    def test_rows_are_different_and_the_same_for_a_seed(self):
        some = parsed("a = x | y\n[s]\n{a} {#1-50}\nfixed")
        rows = [f.text for f in some.rows("s", 20, random.Random(3))]
        self.assertEqual(rows, [f.text for f in some.rows("s", 20, random.Random(3))])
        self.assertEqual(len(rows), len(set(rows)))
        self.assertEqual(11, len(rows))

    def test_all_sentences_of_a_template_are_on_one_side(self):
        sides = {}
        for filled in shopfloor.sentences(1):
            self.assertEqual(sides.setdefault(filled.template, filled.held_out), filled.held_out)
        self.assertGreater(sum(sides.values()), 5)


class GeneratorsTest(unittest.TestCase):
    def test_a_seed_makes_the_same_sentences_and_another_others(self):
        for make in (spam.sentences, shopfloor.sentences, codes.sentences, orders.sentences, shopfloor.readings):
            first = [str(s) for s in make(1)]
            self.assertEqual(first, [str(s) for s in make(1)])
            self.assertNotEqual(first, [str(s) for s in make(2)])

    def test_there_are_thousands_of_different_spam_and_as_harmless_ones(self):
        rows = [(f.text, truth[-1]) for f, truth in spam.sentences(1)]
        self.assertGreater(len({t for t, s in rows if s}), 4000)
        self.assertGreater(len({t for t, s in rows if not s}), 1800)

    def test_a_machine_and_its_number_are_one_field_of_an_order_and_a_code_is_none(self):
        rows = list(orders.sentences(1))
        fields = {(kind, f.text[s:e].lower()) for f in rows for s, e, kind in f.spans}
        self.assertTrue(any(re.fullmatch(r"\w+ pump \d+", text) for kind, text in fields if kind == "EQUIPMENT"))
        self.assertFalse(any(re.search(r"\w-\d", text) for _, text in fields), "a code in a field")
        kinds = {kind for kind, _ in fields}
        self.assertEqual(set(extraction_data.TYPES["work_order"]) - {"PROPERTY"}, kinds)

    def test_what_another_scheme_would_mark_otherwise_is_masked(self):
        self.assertEqual([(0, 3, "STATE"), (4, 9, "?")], orders.for_maintenance([(0, 3, "STATE"), (4, 9, "POSITION")]))

    def test_codes_with_punctuation_are_one_field(self):
        found = {f.text[s:e] for f in codes.sentences(1) for s, e, kind in f.spans if kind == "ID"}
        self.assertTrue(any("-" in code for code in found) and any("/" in code for code in found))
        self.assertFalse(any(" " in code for code in found))
        for filled in codes.sentences(1):
            for start, end, _ in filled.spans:
                self.assertTrue(start == 0 or not filled.text[start - 1].isalnum(), filled)
                self.assertTrue(end == len(filled.text) or not filled.text[end].isalnum(), filled)


class DisguiseTest(unittest.TestCase):
    def test_a_tenth_is_disguised_and_always_alike(self):
        text = "you are a stupid idiot and i hate the pump"
        said = [disguise.disguise(text, random.Random(i)) for i in range(2000)]
        self.assertEqual(said, [disguise.disguise(text, random.Random(i)) for i in range(2000)])
        self.assertAlmostEqual(0.1, sum(s != text for s in said) / 2000, delta=0.03)

    def test_no_way_loses_a_text(self):
        for way in disguise.WAYS:
            for text in ("a", "ok go", "", "x y z", "\u200b"):
                self.assertIsInstance(way(text, random.Random(1)), str)


class HassilTest(unittest.TestCase):
    def sentence(self, template, seed=0, rules=None, values=None):
        grammar = hassil.Grammar(rules or {}, values or {})
        return hassil.joined(grammar.sentence(template, random.Random(seed)), {"area": "house_place"})

    def test_alternatives_options_and_rules(self):
        texts = {
            self.sentence("(turn|switch) [all] <the> lights[s] on", seed, {"the": "(the|my)"})[0] for seed in range(200)
        }
        self.assertIn("turn all the lights on", texts)
        self.assertIn("switch my lightss on", texts)
        self.assertEqual(16, len(texts))

    def test_a_list_marks_its_value_and_any_order_both_orders(self):
        texts = {self.sentence("(dim; in {area})", seed, values={"area": ["hall"]})[0] for seed in range(50)}
        self.assertEqual({"dim in hall", "in hall dim"}, texts)
        text, spans = self.sentence("lights in {area} off", values={"area": ["living room"]})
        self.assertEqual(["living room"], [text[s:e] for s, e, _ in spans])

    def test_what_is_unknown_or_unbalanced_is_refused(self):
        for template in ("<nothing>", "{nothing}", "(a|b", "a)"):
            with self.assertRaises(hassil.Unfillable):
                self.sentence(template)


if __name__ == "__main__":
    unittest.main()
