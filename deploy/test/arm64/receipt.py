#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether a delegate runs a model, by the model's receipt: `receipt.py DELEGATE RECEIPT.json`.

Prints one line; ends with 1 when the plan chose another or the delegate took no node.
"""
import json
import sys
from pathlib import Path


def said(delegate, receipt):
    """The sentence, and whether it is as it should be."""
    chosen = receipt.get("chosen")
    if chosen != delegate:
        return f"the plan chose {chosen}, expected {delegate}", False
    trial = next((t for t in receipt["trials"] if t["candidate"] == chosen), None)
    taken = trial["delegates"].get(delegate, 0) if trial else 0
    if not taken:
        return f"{delegate} took no node", False
    return f"{delegate} runs {taken} of {trial['nodes']} nodes, {receipt['golden_tests']} golden tests passed", True


if __name__ == "__main__":
    line, right = said(sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
    print(line)
    sys.exit(0 if right else 1)
