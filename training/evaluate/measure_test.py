# SPDX-License-Identifier: Apache-2.0
"""Checks of the arithmetic behind the tables: python3 -m unittest discover -s training/evaluate -p '*_test.py'"""
import math
import random
import unittest

import extraction
import measure


class RankingTest(unittest.TestCase):
    def test_auc_is_the_weighted_share_of_pairs_in_the_right_order(self):
        draw = random.Random(4)
        scores = [draw.randrange(12) / 10 for _ in range(80)]
        truths = [draw.random() < 0.4 for _ in scores]
        weights = [draw.choice([0, 1, 1, 9.5]) for _ in scores]

        pairs = right = 0.0
        for s, t, w in zip(scores, truths, weights):
            for s2, t2, w2 in zip(scores, truths, weights):
                if t and not t2:
                    pairs += w * w2
                    right += w * w2 * (1 if s > s2 else 0.5 if s == s2 else 0)

        self.assertAlmostEqual(right / pairs, measure.Ranking(scores, truths).auc(weights))

    def test_auc_of_one_class_is_unknown(self):
        self.assertTrue(math.isnan(measure.Ranking([0.1, 0.2], [True, True]).auc([1, 1])))


class IntervalTest(unittest.TestCase):
    def test_wilson_of_no_hits_still_has_an_upper_end(self):
        low, high = measure.wilson(0, 401)
        self.assertEqual(0, low)
        self.assertAlmostEqual(0.00949, high, places=5)

    def test_a_bootstrap_keeps_strata_and_seed(self):
        strata = [1, 1, 1, 9.5, 9.5]
        rounds = list(measure.resamples(5, strata, rounds=20))
        self.assertTrue(all(sum(r[:3]) == 3 and sum(r[3:]) == 2 for r in rounds))
        self.assertEqual(rounds, list(measure.resamples(5, strata, rounds=20)))


class SpansTest(unittest.TestCase):
    def test_offsets_count_utf16_units(self):
        self.assertEqual({(3, 8, "EQUIPMENT")}, extraction.utf16("🔥 press 12", [(2, 7, "EQUIPMENT")]))

    def test_flattening_prefers_votes_then_length(self):
        mentions = [(0, 3, "A"), (0, 2, "B"), (0, 2, "B"), (2, 3, "C"), (4, 6, "D"), (4, 5, "D")]
        self.assertEqual([(0, 2, "B"), (4, 6, "D"), (2, 3, "C")], extraction.flat(mentions))


if __name__ == "__main__":
    unittest.main()
