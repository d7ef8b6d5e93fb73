# SPDX-License-Identifier: Apache-2.0
"""How many texts in other languages are called unsupported, by language and number of words.

    pip download --no-deps --only-binary :all: -d target/languages eld==1.0.6
    python3 training/languages/measure.py prepare target/languages target/languages/in.jsonl
    ./edgewise eval --bundle moderation-small --in target/languages/in.jsonl --out target/languages/out.jsonl
    python3 training/languages/measure.py score target/languages/out.jsonl

The texts are the test of the package eld (Apache-2.0): sentences of encyclopedias, a thousand for each language, of which
a stretch of six or ten words is taken by a fixed seed. The table has not seen them.
"""

import json
import random
import statistics
import sys
import zipfile
from pathlib import Path

PACKAGE = "eld-1.0.6-py3-none-any.whl"
LANGUAGES = (
    "en de fr es it nl pt pl tr cs sk hu ro sv da no fi ca hr sl et lt lv vi ms tl sq eu is az ru uk el ar he hi th zh ja ko"
).split()
SIZES = (6, 10)
LETTERS = {"zh", "ja", "th"}  # written without blanks: as many letters


def stretch(text, language, size, rng):
    parts = list(text) if language in LETTERS else text.split()
    start = rng.randrange(max(len(parts) - size, 0) + 1)
    return ("" if language in LETTERS else " ").join(parts[start : start + size])


def prepare(folder, target):
    rng = random.Random(7)
    with zipfile.ZipFile(folder / PACKAGE) as wheel, target.open("w", encoding="utf-8") as out:
        for number, line in enumerate(wheel.read("eld/tests/data/big-test.txt").decode().splitlines()):
            language, _, text = line.partition("\t")
            if language in LANGUAGES and text.strip():
                for size in SIZES:
                    row = {"id": f"{language} {size} {number}", "text": stretch(text, language, size, rng)}
                    print(json.dumps(row, ensure_ascii=False), file=out)


def score(answers):
    counts = {}
    micros = []
    for row in map(json.loads, answers.read_text(encoding="utf-8").splitlines()):
        language, size, _ = row["id"].split()
        seen = counts.setdefault((language, int(size)), [0, 0])
        seen[0] += row["moderation"].get("language") == "unsupported"
        seen[1] += 1
        if "language" in row["moderation"]:
            micros.append(1000 * row["took"]["infer_ms"])
    for size in SIZES:
        shares = [f"{name} {100 * counts[name, size][0] / counts[name, size][1]:.1f}" for name in LANGUAGES]
        print(f"{size} words, % unsupported:", ", ".join(shares))
    print(f"median of {len(micros)} answers without the model: {statistics.median(micros):.0f} µs on the lane")


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]), Path(sys.argv[3]))
    elif len(sys.argv) == 3 and sys.argv[1] == "score":
        score(Path(sys.argv[2]))
    else:
        sys.exit(__doc__)
