# SPDX-License-Identifier: Apache-2.0
"""python3 -m unittest discover -s deploy/test/arm64 -p '*_test.py'"""
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import answers
import receipt


def field(score=0.9, **changes):
    return {"group": "codes", "type": "NUM", "start": 0, "end": 1, "text": "3", "score": score, **changes}


def verdict(name, score, *flagged):
    return {"verdict": name, "flagged": list(flagged), "scores": {"toxic": score}}


class AnswersTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, member, said):
        path = self.folder / name
        path.write_text("".join(json.dumps({"id": i, member: answer}) + "\n" for i, answer in said.items()))
        return str(path)

    def run_on(self, member, expected, answered, *options):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = answers.main([member, self.file("e", member, expected), self.file("a", member, answered), *options])
        return code, out.getvalue()

    def test_the_same_with_other_scores_is_alike_and_the_difference_is_told(self):
        code, out = self.run_on("moderation", {1: verdict("allow", 0.25)}, {1: verdict("allow", 0.125)})
        self.assertEqual(0, code)
        self.assertIn("1 of 1 texts answered alike, agreement 100.00 %, scores within 0.1250", out)

    def test_another_verdict_is_unlike(self):
        code, out = self.run_on("moderation", {1: verdict("allow", 0.5)}, {1: verdict("block", 0.5, "toxic")})
        self.assertEqual(1, code)
        self.assertIn("1: not said: ('verdict', 'allow')", out)

    def test_the_same_verdict_with_another_flag_is_unlike(self):
        code, _ = self.run_on("moderation", {1: verdict("block", 0.5, "toxic")}, {1: verdict("block", 0.5, "insult")})
        self.assertEqual(1, code)

    def test_a_field_elsewhere_is_unlike(self):
        said = {"fields": [field()], "intent": {"name": "none", "confidence": 1}}
        other = {"fields": [field(end=2)], "intent": {"name": "none", "confidence": 1}}
        code, out = self.run_on("extraction", {1: said}, {1: other})
        self.assertEqual(1, code)
        self.assertIn("agreement 50.00 %", out)

    def test_another_intent_is_unlike(self):
        said = {"fields": [], "intent": {"name": "none", "confidence": 1}}
        other = {"fields": [], "intent": {"name": "alarm_set", "confidence": 1}}
        self.assertEqual(1, self.run_on("extraction", {1: said}, {1: other})[0])

    def test_a_missing_answer_fails_whatever_the_share(self):
        said = {1: verdict("allow", 0), 2: verdict("allow", 0)}
        code, out = self.run_on("moderation", said, {1: verdict("allow", 0)}, "--least", "0")
        self.assertEqual(1, code)
        self.assertIn("no answer to 2", out)

    def test_nothing_to_compare_is_no_success(self):
        self.assertEqual(1, self.run_on("moderation", {}, {})[0])

    def test_the_share_decides(self):
        def answer(fields):
            return {"fields": [field(start=i) for i in range(fields)]}

        said = {1: answer(100)}
        self.assertEqual(0, self.run_on("extraction", said, {1: answer(99)}, "--least", "0.99")[0])  # 198 of 199
        self.assertEqual(1, self.run_on("extraction", said, {1: answer(97)}, "--least", "0.99")[0])  # 194 of 197

    def test_a_row_goes_into_the_table(self):
        table = self.folder / "table.md"
        self.run_on("moderation", {1: verdict("allow", 0)}, {1: verdict("allow", 0)}, "--row", "here", "--table", str(table))
        self.assertEqual("| here | moderation | 1 | 1 (100.0 %) | 100.00 % | 0.0000 |\n", table.read_text())


class ReceiptTest(unittest.TestCase):
    def receipt(self, chosen, **delegates):
        return {"chosen": chosen, "golden_tests": 3, "trials": [{"candidate": chosen, "nodes": 9, "delegates": delegates}]}

    def test_the_delegate_that_runs_it(self):
        line, right = receipt.said("xnnpack", self.receipt("xnnpack", xnnpack=7))
        self.assertTrue(right)
        self.assertEqual("xnnpack runs 7 of 9 nodes, 3 golden tests passed", line)

    def test_another_candidate_is_wrong(self):
        self.assertFalse(receipt.said("xnnpack", self.receipt("cpu"))[1])

    def test_a_delegate_that_takes_nothing_is_wrong(self):
        self.assertFalse(receipt.said("xnnpack", self.receipt("xnnpack", xnnpack=0))[1])


if __name__ == "__main__":
    unittest.main()
