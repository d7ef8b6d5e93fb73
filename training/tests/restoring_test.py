# SPDX-License-Identifier: Apache-2.0
"""Weights of version 1.0.0 under the names of today, and labels that join others."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import places

NEEDS = ("torch", "numpy", "safetensors", "tflite")


def plan(name: str, kind: str, labels: list[str]):
    from edgewise_training.encoder import HeadPlan

    return HeadPlan(name, kind, labels)


def written(folder: Path, labels: list[str]):
    from edgewise_training import checkpoint
    from edgewise_training.encoder import Encoder, Sizes

    sizes = Sizes(hidden=8, layers=1, attention_heads=2, inner=16, positions=16, pieces=10)
    model = Encoder(sizes, [plan("intent", "sequence", labels)], 0.0)
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    checkpoint.save(model, model.state_dict(), folder, folder, {}, "fp32")
    return model


@places.needs(*NEEDS)
class RestoringTest(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name)

    def test_heads_and_labels_get_the_names_of_today(self) -> None:
        from edgewise_training import restoring

        old = plan("industrial_maintie", "token", ["O", "B-PhysicalObject", "I-PhysicalObject", "B-State", "I-State"])

        new = restoring._plan(old)

        self.assertEqual("maintenance", new.name)
        self.assertEqual(["O", "B-EQUIPMENT", "I-EQUIPMENT", "B-STATE", "I-STATE"], new.labels)
        self.assertEqual("heads.maintenance.weight", restoring._renamed("heads.industrial_maintie.weight"))
        self.assertEqual("layers.0.o.weight", restoring._renamed("layers.0.o.weight"))

    def test_labels_that_were_known_keep_their_weights_at_their_new_places(self) -> None:
        import torch
        from edgewise_training import checkpoint

        before = written(self.path, ["a", "b"]).heads["intent"]

        after = checkpoint.load(self.path, [plan("intent", "sequence", ["b", "none", "a"])], 0.0).heads["intent"]

        self.assertTrue(torch.equal(before.weight[1], after.weight[0]))
        self.assertTrue(torch.equal(before.weight[0], after.weight[2]))
        self.assertTrue(torch.equal(before.bias[[1, 0]], after.bias[[0, 2]]))

    def test_a_label_that_only_the_second_checkpoint_has_is_not_halved(self) -> None:
        import torch
        from edgewise_training import averaging

        first, second = self.path / "first", self.path / "second"
        first.mkdir()
        second.mkdir()
        a = written(first, ["a"]).heads["intent"].weight
        b = written(second, ["a", "none"]).heads["intent"].weight

        states = averaging._pair(first, second)
        mean = averaging.mean(states[0], states[1], 0.5)["heads.intent.weight"]

        self.assertTrue(torch.allclose((a[0] + b[0]) / 2, mean[0]))
        self.assertTrue(torch.allclose(b[1], mean[1]))


if __name__ == "__main__":
    unittest.main()
