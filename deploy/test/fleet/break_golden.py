# SPDX-License-Identifier: Apache-2.0
"""Breaks a bundle so that only running it tells: break_golden.py DIRECTORY. Its golden test expects other numbers, and all sums are right."""

import hashlib
import json
import os
import sys


def main(directory):
    golden = os.path.join(directory, "golden.json")
    with open(golden, encoding="utf-8") as file:
        tests = json.load(file)
    for head, numbers in tests["texts"][0]["logits"].items():
        tests["texts"][0]["logits"][head] = " ".join(str(-float(number)) for number in numbers.split())
    content = json.dumps(tests, indent=1).encode("utf-8")
    with open(golden, "wb") as file:
        file.write(content)
    path = os.path.join(directory, "bundle.json")
    with open(path, encoding="utf-8") as file:
        bundle = json.load(file)
    bundle["files"]["golden.json"] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(bundle, file, indent=1)


main(sys.argv[1])
