# SPDX-License-Identifier: Apache-2.0
"""Checks of which rows make a step."""
import random
import unittest

import places  # noqa: F401
from edgewise_training.batches import MOST_ROWS, Mixture, batches

LENGTHS = {"a": [random.Random(i).randint(3, 90) for i in range(700)], "b": [5] * 40}


class BatchesTest(unittest.TestCase):
    def test_each_row_is_in_one_batch_and_a_batch_keeps_its_budget(self):
        made = batches(LENGTHS["a"], 512, random.Random(1))
        self.assertEqual(sorted(range(700)), sorted(i for b in made for i in b))
        for batch in made:
            self.assertLessEqual(max(LENGTHS["a"][i] for i in batch) * len(batch), 512)

    def test_a_row_longer_than_the_budget_is_alone_and_many_short_ones_are_split(self):
        self.assertEqual([[0]], batches([600], 512, random.Random(1)))
        self.assertTrue(all(len(b) <= MOST_ROWS for b in batches([1] * 1000, 10_000, random.Random(1))))

    def test_a_run_that_goes_on_takes_the_rows_that_were_left(self):
        whole, second = (Mixture(LENGTHS, {"a": 2.0, "b": 1.0}, 512, 7) for _ in range(2))
        steps = [whole.next() for _ in range(150)]
        second.skip(60)
        self.assertEqual(steps[60:], [second.next() for _ in range(90)])
        self.assertEqual({"a", "b"}, {s.task for s in steps})

    def test_a_set_is_drawn_by_its_share(self):
        mixture = Mixture(LENGTHS, {"a": 3.0, "b": 1.0}, 512, 1)
        drawn = [mixture.next().task for _ in range(2000)]
        self.assertAlmostEqual(0.75, drawn.count("a") / 2000, delta=0.04)
        steps = mixture.steps("a", 2)
        self.assertAlmostEqual(2.0, mixture.passes(steps)["a"], delta=0.1)


if __name__ == "__main__":
    unittest.main()
