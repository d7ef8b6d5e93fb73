# SPDX-License-Identifier: Apache-2.0
"""Checks of what is read out of printed rows: targets, the report, and the sets of our own."""
import contextlib
import io
import json
import math
import sys
import tempfile
import unittest
from pathlib import Path

import codes_whole
import compare
import measure
import out_of_scope
import plain_text
import realistic
import report
import targets

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import mix


def printed(action, *arguments):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        action(*arguments)
    return out.getvalue()


class TargetsTest(unittest.TestCase):
    def judged(self, line, name, large=()):
        row = targets.rows_of(line)[0]
        return targets.judge(row, name, {(r.corpus, r.measure): r for r in targets.rows_of("\n".join(large))})

    def test_a_printed_row_is_read_back(self):
        line = printed(measure.share_row, "device commands", "verdict review or block", 2, 2033)
        row = targets.rows_of("| set | measure | x | 95 % interval | texts |\n" + line)[0]
        self.assertEqual(("device commands", "2,033", 0.1), (row.corpus, row.size, row.number))

    def test_a_target_is_met_missed_or_within_the_interval(self):
        line = "| Jigsaw | ROC-AUC mean of six | 0.9846 | {} | 12,180 |"
        self.assertEqual("no", self.judged(line.format("0.9840 to 0.9852"), "moderation").met)
        self.assertEqual("no ±", self.judged(line.format("0.9840 to 0.9872"), "moderation").met)
        self.assertEqual("no ±", self.judged(line.format("0.9840 to 0.9852"), "moderation-small").met)
        self.assertEqual("yes", self.judged("| cost | model file, MB | 23.53 | - | 1 |", "moderation").met)

    def test_a_share_is_compared_in_percent(self):
        judged = self.judged("| work orders | verdict review or block | 0.75 % | 0.25 % to 2.18 % | 401 |", "moderation")
        self.assertEqual(targets.Judged("≤ 0.25 %", "no"), judged)

    def test_a_small_bundle_is_held_against_the_large_one(self):
        line = "| massive `device` | F1 | 0.8103 | 0.79 to 0.83 | 2,033 |"
        large = ["| massive `device` | F1 | 0.8218 | 0.80 to 0.84 | 2,033 |"]
        self.assertEqual(targets.Judged("≥ 0.8068", "yes ±"), self.judged(line, "extraction-small", large))
        self.assertEqual("unknown", self.judged(line, "extraction-small").met)

    def test_a_row_that_nobody_wants_anything_of_has_no_target(self):
        self.assertEqual("-", self.judged("| massive `device` | exact frames | 0.7 | - | 9 |", "extraction").met)


class ReportTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.bundle, self.work = Path(self.folder.name) / "moderation", Path(self.folder.name) / "work"
        self.bundle.mkdir()
        self.work.mkdir()
        descriptor = {"name": "moderation", "version": "1.0.0", "task": "moderation", "files": {"model.tflite": {"sha256": "ab"}}}
        (self.bundle / "bundle.json").write_text(json.dumps(descriptor))

    def written(self, rows):
        (self.work / "rows.md").write_text(rows)
        report.write(self.bundle, self.work)
        return (self.bundle / "EVALUATION.md").read_text()

    def test_texts_of_others_are_not_quoted(self):
        text = self.written(
            "| work orders | verdict block | 0.25 % | - | 401 |\n"
            "| contrastive | accuracy, all | 71.00 % | 67.00 % to 75.00 % | 455 |\n"
            "# work orders: block: a text of somebody else\n"
            "# contrastive: negation: a text of ours\n"
            "skipped: no fp32 checkpoint\n"
        )
        self.assertIn("a text of ours", text)
        self.assertNotIn("somebody else", text)
        self.assertIn("skipped: no fp32 checkpoint", text)
        self.assertIn("1 of 1 targets are met.", text)
        self.assertIn("| contrastive: accuracy, all | 71.00 % | 67.00 % to 75.00 % | 455 | ≥ 70 % | yes ± |", text)

    def test_the_same_rows_give_the_same_bytes(self):
        rows = "| contrastive | accuracy, all | 71.00 % | - | 455 |\n"
        self.assertEqual(self.written(rows), self.written(rows))

    def test_a_row_without_a_section_ends_the_script(self):
        with self.assertRaisesRegex(SystemExit, "no section for gossip"):
            self.written("| gossip | accuracy | 1 | - | 9 |\n")


class CalibrationTest(unittest.TestCase):
    def test_error_is_the_weighted_distance_of_said_from_was(self):
        by = measure.Calibration([0.9, 0.9, 0.1], [True, False, False])
        self.assertAlmostEqual((2 * abs(0.9 - 0.5) + 0.1) / 3, by.error([1, 1, 1]))
        self.assertAlmostEqual((4 * abs(0.9 - 0.75) + 0.1) / 5, by.error([3, 1, 1]))


class OwnTextsTest(unittest.TestCase):
    def test_fields_of_the_realistic_sentences_stand_where_they_say(self):
        rows = realistic.rows()
        self.assertEqual(20, len(rows))
        for row in rows:
            for field in row["fields"]:
                self.assertEqual(field["text"], realistic.slice16(row["text"], field["start"], field["end"]), row["text"])
                self.assertIn(field["group"], row["groups"])

    def test_a_perfect_answer_has_everything_right(self):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out.jsonl"
            said = [{"fields": r["fields"], "intent": {"name": r.get("intent", "x")}} for r in realistic.rows()]
            out.write_text("\n".join(json.dumps({"id": str(i), "extraction": s}) for i, s in enumerate(said)))
            text = printed(realistic.score, out)
        self.assertIn("| realistic | sentences with exactly the right fields | 100.00 % |", text)
        self.assertNotIn("#", text)

    def test_plain_texts_are_many_and_codes_stand_where_they_say(self):
        self.assertEqual((400, 300), (len(set(plain_text.sensor())), len(set(plain_text.logs()))))
        for text, places in plain_text.codes():
            self.assertTrue(all(text[a:b] in plain_text.CODES for a, b in places), text)

    def test_a_part_of_a_code_is_not_the_code(self):
        self.assertTrue(codes_whole.inside((3, 6), (0, 6)))
        self.assertFalse(codes_whole.inside((0, 6), (0, 6)))


class OutOfScopeTest(unittest.TestCase):
    def test_the_threshold_loses_no_more_commands_than_it_may(self):
        commands = [{"intent": {"name": "iot", "confidence": n / 100}} for n in range(100)]
        limit = out_of_scope.threshold(commands)
        self.assertEqual(3, sum(out_of_scope.assurance(c) < limit for c in commands))

    def test_none_is_refused_where_it_alone_is_more_than_may_be_lost(self):
        sure = [{"intent": {"name": "iot", "confidence": 0.2 + n / 1000}} for n in range(90)]
        commands = sure + [{"intent": {"name": "none", "confidence": 0.9}}] * 10
        others = [{"intent": {"name": "none", "confidence": 0.6}}] * 40
        text = printed(out_of_scope.intents, {out_of_scope.IN_SCOPE: commands, "chat": others})
        self.assertIn("commands lost (confidence below 0.000, or `none`) | 10.00 % |", text)
        self.assertIn("recall of none, all | 100.00 % |", text)

    def test_chat_is_of_the_fifth_that_nothing_is_trained_on(self):
        if not (measure.SHARED / "datasets").exists():
            self.skipTest(f"skipped: there is no datasets/ in EDGEWISE_SHARED ({measure.SHARED})")
        chat = out_of_scope.chat()
        self.assertEqual(out_of_scope.CHAT, len(chat))
        self.assertEqual(set(), {measure.key(t) for t in chat} & {measure.key(t) for t, _ in mix.sms(None)})

    def test_none_counts_however_sure_it_is(self):
        self.assertLess(out_of_scope.assurance({"intent": {"name": "none", "confidence": 0.99}}), 0)


class CompareTest(unittest.TestCase):
    def test_a_twin_has_the_heads_and_window_of_the_shipped_bundle(self):
        with tempfile.TemporaryDirectory() as folder:
            shipped, imported, twin = (Path(folder) / n for n in ("shipped", "imported", "twin"))
            for place, descriptor in (
                (shipped, {"heads": [{"name": "intent"}, {"name": "norm"}], "window": 1, "files": {}}),
                (imported, {"heads": [], "window": 2, "files": {"model.tflite": {}}, "name": "fp32"}),
            ):
                place.mkdir()
                (place / "bundle.json").write_text(json.dumps(descriptor))
            (imported / "model.tflite").write_text("weights")
            compare.twin(shipped, imported, twin)
            made = json.loads((twin / "bundle.json").read_text())
            self.assertEqual(("fp32", 1, "weights"), (made["name"], made["window"], (twin / "model.tflite").read_text()))
            self.assertEqual("intent,norm", compare.heads(twin))

    def test_a_checkpoint_with_other_heads_is_not_compared_with(self):
        with tempfile.TemporaryDirectory() as folder:
            bundle, checkpoint = Path(folder) / "bundle", Path(folder) / "checkpoint"
            bundle.mkdir()
            checkpoint.mkdir()
            (bundle / "bundle.json").write_text(json.dumps({"heads": [{"name": "intent"}, {"name": "work_order"}]}))
            self.assertEqual("it has no config.json", compare.lacking(bundle, checkpoint))
            (checkpoint / "model.safetensors").write_text("")
            for names, lacks in ((["intent", "industrial_mwo"], "it has no head work_order"), (["work_order", "x", "intent"], "")):
                (checkpoint / "config.json").write_text(json.dumps({"heads": [{"name": n} for n in names]}))
                self.assertEqual(lacks, compare.lacking(bundle, checkpoint))

    def test_a_difference_is_paired(self):
        rounds = [[0, 2], [2, 0]]
        text = printed(compare.difference, "sets", "loss", lambda w: (w[0], w[0] + 0.5), rounds, 2)
        self.assertEqual("| sets | loss | -0.5000 | -0.5000 to -0.5000 | 2 |\n", text)
        self.assertFalse(math.isnan(targets.rows_of(text)[0].number))


if __name__ == "__main__":
    unittest.main()
