#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes training/golden/NAME.json: the encoder's vectors of a bundle's golden texts, which make_bundles.py puts into its tests.

    python3 training/golden_vectors.py [NAME...]                        default: extraction extraction-small

For bundles whose graph has the output `embedding` and whose golden tests lack it, because they were recorded elsewhere; what
`edgewise bundle import` makes has them. The numbers are the engine's own, one text in each pass, like those of the importer: they say
that a board computes the same, not that it is right. Input: models/NAME, and the command in EDGEWISE (default ./edgewise). Python's
standard library only.
"""
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = "embedding"
# The most that a bundle may ask for: what is to be recorded is not known yet.
LOOSE = 10


def probe(bundle, target):
    """A copy of the bundle whose only head is the vector, with tests of it that let nearly everything pass."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    descriptor = json.loads((bundle / "bundle.json").read_text(encoding="utf-8"))
    for file in descriptor["files"]:
        shutil.copyfile(bundle / file, target / file)
    width = descriptor["model"]["hidden-size"]
    golden = json.loads((bundle / "golden.json").read_text(encoding="utf-8"))
    tests = [{"text": t["text"], "ids": t["ids"], "logits": {OUTPUT: " ".join(["0"] * width)}} for t in golden["texts"]]
    (target / "golden.json").write_text(json.dumps({"texts": tests}), encoding="utf-8")
    content = (target / "golden.json").read_bytes()
    descriptor["files"]["golden.json"] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    descriptor["golden"]["logit-tolerance"] = LOOSE
    descriptor |= {"task": "embedding", "heads": [{"kind": "vector", "name": OUTPUT, "width": width}]}
    descriptor.pop("foldings", None)
    (target / "bundle.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return [t["text"] for t in golden["texts"]]


def vectors(bundle, texts):
    """`ask` answers a line before it reads the next one: texts that share a pass move each other's fourth decimal."""
    command = shlex.split(os.environ.get("EDGEWISE", str(ROOT / "edgewise")))
    lines = "".join(text + "\n" for text in texts)
    said = subprocess.run([*command, "ask", "--bundle", str(bundle)], input=lines, text=True, encoding="utf-8", check=True, stdout=subprocess.PIPE)
    return [json.loads(line)["embedding"]["values"] for line in said.stdout.splitlines()]


def record(name):
    bundle, work = ROOT / "models" / name, ROOT / "target" / "golden" / name
    texts = probe(bundle, work)
    said = zip(texts, vectors(work, texts), strict=True)
    lines = [json.dumps({"text": text, OUTPUT: " ".join("%.4f" % v for v in values)}) for text, values in said]
    digest = hashlib.sha256((bundle / "model.tflite").read_bytes()).hexdigest()
    target = ROOT / "training" / "golden" / f"{name}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text('{"model-sha256": "%s", "texts": [\n %s\n]}\n' % (digest, ",\n ".join(lines)), encoding="utf-8")
    print(f"{target.relative_to(ROOT)}: {len(texts)} texts; make_bundles.py takes them")


if __name__ == "__main__":
    for bundle_name in sys.argv[1:] or ["extraction", "extraction-small"]:
        record(bundle_name)
