# SPDX-License-Identifier: Apache-2.0
"""Checks of the pictures' curves. They need NumPy: run with the Python of target/evaluate-venv."""
import importlib.util
import unittest


@unittest.skipUnless(importlib.util.find_spec("numpy"), "without numpy: run with target/evaluate-venv/bin/python")
class CurvesTest(unittest.TestCase):
    def test_none_is_refused_at_every_threshold(self):
        import curves
        import numpy as np

        commands = np.array([-1.0] * 10 + [0.2 + n / 1000 for n in range(90)])
        lost, known = curves.refused(commands, np.array([-1.0, -1.0, 0.1, 0.9]))
        self.assertEqual((0.1, 0.5), (lost[0], known[0]))
        self.assertEqual((0.11, 0.75), (lost[2], known[2]))
        self.assertTrue((np.diff(lost) >= 0).all())

    def test_commands_that_are_equally_sure_are_lost_together(self):
        import curves
        import numpy as np

        lost, known = curves.refused(np.array([0.4, 0.4, 0.4, 0.8]), np.array([0.5]))
        self.assertEqual([0.0, 0.75], list(lost))
        self.assertEqual([0.0, 1.0], list(known))


if __name__ == "__main__":
    unittest.main()
