# SPDX-License-Identifier: Apache-2.0
"""Checks of evaluate.sh up to the pictures, with an engine that allows every text and no data."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent / "evaluate.sh"
# `--version`, or `eval --bundle DIR --in TEXTS --out ANSWERS …`.
ENGINE = """#!/usr/bin/env python3
import json, sys
if sys.argv[1] == "eval":
    with open(sys.argv[5]) as texts, open(sys.argv[7], "w") as out:
        for text in map(json.loads, texts):
            print(json.dumps({"id": text["id"], "moderation": {"verdict": "allow"}}), file=out)
"""


class ScriptTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "shared" / "datasets").mkdir(parents=True)
        self.engine = self.folder / "edgewise"
        self.engine.write_text(ENGINE)
        self.engine.chmod(0o755)

    def run_script(self, task, *options):
        bundle = self.folder / "bundle"
        bundle.mkdir()
        (bundle / "bundle.json").write_text(json.dumps({"task": task, "heads": [{"name": task}]}))
        environment = {**os.environ, "EDGEWISE": str(self.engine), "EDGEWISE_SHARED": str(self.folder / "shared")}
        environment |= {"OUT": str(self.folder / "out")}
        return subprocess.run([SCRIPT, bundle, *options], env=environment, capture_output=True, text=True)

    def test_a_task_without_test_sets_is_told(self):
        said = self.run_script("embedding")
        self.assertEqual(2, said.returncode)
        self.assertIn("there are no test sets for bundles of the task embedding", said.stderr)

    def test_sets_without_data_are_skipped_and_a_named_checkpoint_that_lacks_something_ends_it(self):
        said = self.run_script("moderation", "--checkpoint", str(self.folder / "nowhere"))
        self.assertEqual((1, "evaluate.sh: it has no config.json\n"), (said.returncode, said.stderr))
        rows = (self.folder / "out" / "rows.md").read_text()
        self.assertIn("| contrastive | accuracy, all toxic | 0.00 % |", rows)
        texts = (self.folder / "out" / "jigsaw.in.jsonl").exists()
        self.assertFalse(texts)
        self.assertIn("skipped: datasets/moderation/jigsaw_official_test_subset", rows)


if __name__ == "__main__":
    unittest.main()
