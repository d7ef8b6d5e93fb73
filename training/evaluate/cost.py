#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Bytes of a bundle, and the times that `edgewise bundle bench DIR --json` measured, as rows for evaluate.sh.

    ./edgewise bundle bench models/moderation --json > bench.json
    cost.py bench.json --bundle models/moderation

Output: rows `| set | measure | value | 95 % interval | n |`: megabytes (10^6) of the model file and of all files, milliseconds of
a pass by tokens (best, median and 90th percentile). None has an interval.
"""
import json
import math
import sys
from pathlib import Path

import measure

NAME = "cost"


def rows(bench, bundle):
    files = json.loads((Path(bundle) / "bundle.json").read_text(encoding="utf-8"))["files"]
    unknown = (math.nan, math.nan)
    size = {"model file, MB": files["model.tflite"]["bytes"], "all files, MB": sum(f["bytes"] for f in files.values())}
    for name, count in size.items():
        measure.row(NAME, name, count / 1e6, unknown, 1, "%.2f")
    times = json.loads(Path(bench).read_text(encoding="utf-8"))
    for length in times["lengths"]:
        for kind in ("best", "median", "p90"):
            measure.row(NAME, f"{length['tokens']} tokens, {kind} ms", length[f"{kind}-ms"], unknown, length["passes"], "%.2f")
    print(f"# {NAME}: {times['board']}; load {times['load']}; {times['rounds']} rounds")


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[2] != "--bundle":
        sys.exit("usage: cost.py BENCH.json --bundle DIR")
    rows(sys.argv[1], sys.argv[3])
