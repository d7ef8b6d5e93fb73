# SPDX-License-Identifier: Apache-2.0
"""Checks of encoder, optimiser, loop and checkpoints on a tiny model: run with training/train test, they need torch."""
import json
import random
import tempfile
import unittest
from pathlib import Path

import places

NEEDS = ("torch", "numpy", "safetensors", "tokenizers")
PIECES = "[PAD] [UNK] [CLS] [SEP] [MASK] a b c - 1 2 / ##a ##b ##1 ##2 pump hot cold stop go ok".split()


def tokenizer(folder):
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    ids = {p: i for i, p in enumerate(PIECES)}
    made = Tokenizer(models.WordPiece(ids, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    made.save(str(folder / "tokenizer.json"))
    (folder / "vocab.txt").write_text("".join(p + "\n" for p in PIECES))


def tiny(seed=1, dropout=0.1):
    import torch
    from edgewise_training.encoder import Encoder, HeadPlan, Sizes

    torch.manual_seed(seed)
    heads = [HeadPlan("mood", "sequence", ["cold", "hot"]), HeadPlan("codes", "token", ["O", "B-ID", "I-ID"], group="codes")]
    return Encoder(Sizes(16, 2, 2, 32, 64, len(PIECES)), heads, dropout)


@places.needs(*NEEDS)
class LearningTest(unittest.TestCase):
    def setUp(self):
        import torch

        torch.set_num_threads(1)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        tokenizer(self.folder)

    def loop(self, out, steps, evaluations=1):
        import torch
        import torch.nn.functional as F
        from edgewise_training import loop
        from edgewise_training.batches import Mixture
        from edgewise_training.encoder import padded
        from edgewise_training.optimizer import Rates

        rows = [([2, 17 + i % 2, 5 + i % 3, 3], i % 2) for i in range(64)]
        model = tiny()

        def loss(drawn, draw):
            ids, mask = padded([rows[i][0] for i in drawn.rows])
            said = model(ids, mask, ["mood"])["mood"]
            return loop.StepResult(F.cross_entropy(said, torch.tensor([rows[i][1] for i in drawn.rows])), ids.numel())

        settings = loop.RunSettings(self.folder / out, steps, Rates(5e-3, 1e-2), evaluations=evaluations, threads=1)
        mixture = Mixture({"rows": [4] * 64}, {"rows": 1.0}, 64, 1)
        return loop.Loop(model, mixture, settings, loss, lambda m: {}, {"rows": len(rows)})

    def test_a_run_learns_what_is_easy(self):
        run = self.loop("easy", 80)
        found = run.run()
        self.assertLess(found["loss"], 0.5)
        self.assertEqual(80, found["steps"])

    def test_an_interrupted_run_ends_with_the_same_weights(self):
        import torch

        whole = self.loop("whole", 24)
        whole.run()
        first = self.loop("parts", 24)
        for _ in range(11):
            first._step(first.done())
        first.snapshot()
        second = self.loop("parts", 24)
        second.run()
        self.assertEqual(1, second.progress.interruptions)
        for name, weight in whole.weights.master.items():
            self.assertTrue(torch.equal(weight, second.weights.master[name]), name)
            self.assertTrue(torch.equal(whole.weights.mean[name], second.weights.mean[name]), name)

    def test_a_run_that_is_told_to_end_leaves_a_snapshot_to_go_on_with(self):
        run = self.loop("ended", 24)
        run.end()
        with self.assertRaisesRegex(SystemExit, "after step 1"):
            run.run()
        self.assertEqual(1, self.loop("ended", 24).progress.step)

    def test_a_snapshot_of_another_run_is_refused(self):
        run = self.loop("other", 8)
        run.snapshot()
        run.identity["rows"] = 65
        with self.assertRaisesRegex(ValueError, "other rows"):
            run._resume()

    def test_minutes_end_a_run_and_its_schedule(self):
        from dataclasses import replace

        run = self.loop("minutes", 10_000)
        run.settings = replace(run.settings, minutes=0.02)
        run.run()
        self.assertLess(run.progress.step, 10_000)
        self.assertAlmostEqual(1.2, run.progress.active, delta=0.5)

    def test_a_checkpoint_keeps_every_weight_and_head(self):
        import torch
        from edgewise_training import checkpoint
        from edgewise_training.encoder import padded

        model = tiny(dropout=0.0).eval()
        checkpoint.save(model, model.state_dict(), self.folder, self.folder / "saved", {"licence": "Apache-2.0"}, "fp32")
        heads = checkpoint.heads(self.folder / "saved")
        self.assertEqual(list(model.plans.values()), heads)
        again = checkpoint.load(self.folder / "saved", heads, 0.0).eval()
        ids, mask = padded([[2, 16, 3], [2, 17, 5, 6, 3]])
        for name, said in model(ids, mask, ["mood", "codes"]).items():
            torch.testing.assert_close(said, again(ids, mask, ["mood", "codes"])[name])
        self.assertEqual("Apache-2.0", json.loads((self.folder / "saved" / "config.json").read_text())["licence"])

    def test_the_mean_of_two_checkpoints_lies_between_them_and_needs_the_same_heads(self):
        import torch
        from edgewise_training import averaging, checkpoint

        folders = [self.folder / name for name in ("first", "second", "other")]
        models = [tiny(seed=1), tiny(seed=2), tiny(seed=3)]
        models[2].plans.pop("codes")
        for folder, model in zip(folders, models):
            checkpoint.save(model, model.state_dict(), self.folder, folder, {}, "fp32")
        first, second, heads = averaging._pair(*folders[:2])
        between = averaging.mean(first, second, 0.25)
        self.assertEqual(["mood", "codes"], [h.name for h in heads])
        for name, weight in between.items():
            torch.testing.assert_close(weight, 0.75 * first[name] + 0.25 * second[name])
        with self.assertRaisesRegex(ValueError, "other heads"):
            averaging._pair(folders[0], folders[2])

    def test_what_a_mean_is_chosen_by_leaves_counts_out(self):
        from edgewise_training import averaging

        found = {"massive": {"n": 500, "device": {"f1": 0.8, "precision": 0.1}, "intent": 0.9}, "none": {"fields_a_text": 0.3}}
        self.assertAlmostEqual(0.85, averaging.figure(found))
        self.assertAlmostEqual(0.9, averaging.figure({"auc_spam": 0.9, "rows": 4}))

    def test_padding_changes_nothing(self):
        import torch
        from edgewise_training.encoder import padded

        model = tiny(dropout=0.0).eval()
        alone = model(*padded([[2, 16, 3]]), ["mood"])["mood"]
        beside = model(*padded([[2, 16, 3], [2, 17, 5, 6, 7, 3]]), ["mood"])["mood"][:1]
        torch.testing.assert_close(alone, beside)

    def test_a_cut_vocabulary_keeps_characters_and_what_is_used(self):
        import torch
        from edgewise_training import checkpoint, vocabulary
        from edgewise_training.encoder import padded
        from edgewise_training.pieces import Pieces

        model = tiny(dropout=0.0).eval()
        checkpoint.save(model, model.state_dict(), self.folder, self.folder / "large", {}, "fp32")
        rows = vocabulary.cut(self.folder / "large", ["pump hot", "pump"], 18, self.folder / "cut")
        kept = [PIECES[i] for i in rows]
        self.assertEqual(18, len(kept))
        self.assertIn("pump", kept)
        self.assertNotIn("go", kept)
        self.assertTrue(set("abc-12/") < set(kept))
        small = checkpoint.load(self.folder / "large", list(model.plans.values()), 0.0, None, rows).eval()
        before, after = (Pieces(f, 32).ids(["pump hot a1"]) for f in (self.folder / "large", self.folder / "cut"))
        torch.testing.assert_close(
            model(*padded(before), ["mood"])["mood"], small(*padded(after), ["mood"])["mood"]
        )
        with self.assertRaisesRegex(ValueError, "single characters"):
            vocabulary.cut(self.folder / "large", ["a"], 8, self.folder / "none")

    def test_masked_words_and_unknown_labels_teach_nothing(self):
        import torch
        from edgewise_training import fields, moderation
        from edgewise_training.extraction_data import Example
        from edgewise_training.pieces import Pieces

        heads = {"intent": fields.HeadPlan("intent", "sequence", ["on"]), **tiny().plans}
        row = fields.prepared(Example("a-1 b 2", {"codes": [(0, 3, "ID"), (4, 5, "?")]}, None), Pieces(self.folder, 16), heads)
        self.assertEqual([1, 2, 2, fields.IGNORED, 0], row.labels["codes"])
        self.assertEqual(fields.IGNORED, row.intent)
        said = torch.zeros(1, 7, requires_grad=True)
        weight = torch.tensor([[1.0, 0, 0, 0, 0, 0, 1]])
        moderation.masked(said, torch.ones(1, 7), weight).backward()
        self.assertEqual([True, False, False, False, False, False, True], [bool(g) for g in said.grad[0]])

    def test_pieces_tags_and_spans_are_each_others_reverse(self):
        from edgewise_training.pieces import Pieces, bio, spans, tags

        labels = bio(["ID", "NUM"])
        text = "pump a-1/b hot 12"
        gold = [(5, 10, "ID"), (15, 17, "NUM")]
        _, words = Pieces(self.folder, 32).words(text)
        self.assertEqual(set(gold), spans(tags(words, gold, labels), words, labels))


@places.needs("numpy")
class ScoresTest(unittest.TestCase):
    def test_auc_is_the_share_of_pairs_in_the_right_order(self):
        import numpy as np
        from edgewise_training import scores

        draw = random.Random(1)
        said = np.array([draw.randrange(10) / 10 for _ in range(60)])
        truth = np.array([draw.randrange(2) for _ in range(60)])
        pairs = [(a > b) + (a == b) / 2 for a, t in zip(said, truth) if t for b, u in zip(said, truth) if not u]
        self.assertAlmostEqual(sum(pairs) / len(pairs), scores.auc(said, truth))

    def test_the_likeliest_labels_never_go_on_before_they_begin(self):
        import numpy as np
        from edgewise_training import scores

        logits = np.array([[0.0, 1.0, 5.0], [0.0, 0.0, 3.0], [2.0, 0.0, 0.0]])
        self.assertEqual([1, 2, 0], scores.likeliest(logits))
        self.assertEqual([], scores.likeliest(np.zeros((0, 3))))

    def test_f1_wants_type_and_both_ends(self):
        from edgewise_training import scores

        gold = [{(0, 3, "A"), (4, 6, "B")}]
        self.assertEqual(0.5, scores.f1(gold, [{(0, 3, "A"), (4, 6, "A")}])["f1"])
        self.assertEqual(1.0, scores.f1([set()], [set()])["f1"])


if __name__ == "__main__":
    unittest.main()
