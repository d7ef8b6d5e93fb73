# SPDX-License-Identifier: Apache-2.0
"""Where the package is, and what a test needs: third-party data, or torch. Tests without them are skipped, and say so."""
import importlib.util
import os
import sys
import unittest
from pathlib import Path

TRAINING = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TRAINING))


def shared() -> Path:
    return Path(os.environ.get("EDGEWISE_SHARED") or TRAINING.parent.parent / "shared")


def needs_data(test):
    return unittest.skipUnless((shared() / "datasets").is_dir(), f"no data in EDGEWISE_SHARED ({shared()})")(test)


def needs(*modules):
    absent = [m for m in modules if importlib.util.find_spec(m) is None]
    return unittest.skipIf(absent, f"without {', '.join(absent)}: run training/train test")
