# SPDX-License-Identifier: Apache-2.0
"""The texts that the language table learns from, by language, and where they come from."""

import ast
import csv
import hashlib
import json
import re
import zipfile
from pathlib import Path

LANGUAGES = (
    "en ca cs da de es et fi fr gl hr hu id it lt lv nb nl pl pt ro sk sl sv tr vi".split()
)
# The same language by other names.
_ALSO = {"pt": ["pt-BR", "pt_BR"], "es": ["es-419"], "id": [], "nb": ["nn"]}
# Catalogs of programs, by package of PyPI: Home Assistant Apache-2.0, Django BSD-3-Clause.
HOME_ASSISTANT = "homeassistant-2024.3.3-py3-none-any.whl"
DJANGO = "django-5.2.19-py3-none-any.whl"
PACKAGES = {
    HOME_ASSISTANT: "6e1ec2c07441d63fdcfb8acd2c4bbb6f68bc97330855784d3623d10c38fe3577",
    DJANGO: "5965d974a5218a2b68a11dd1276434707f23886525c23f0598eccedaf4f4ca00",
}
_HOLES = re.compile(r"\{[^}]*\}|%\([^)]*\)[a-z]|%[a-z]|\[%key[^\]]*\]|<[^>]*>|\[([^\]]*)\]\([^)]*\)|\\n|`[^`]*`|https?://\S+")


def _clean(text):
    return re.sub(r"\s+", " ", _HOLES.sub(lambda m: m.group(1) or " ", text)).strip()


def _strings(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)


def _home_assistant(wheel, names):
    for name in wheel.namelist():
        if "/translations/" in name and Path(name).stem.split(".")[-1] in names:
            yield from _strings(json.loads(wheel.read(name)))


def _catalog(text, member):
    """The strings of a .po file, `msgid` or `msgstr`."""
    for block in text.split("\n\n"):
        if "#, fuzzy" in block:
            continue
        for found in re.finditer(rf'^{member}(?:\[\d\])?((?:\s*"(?:[^"\\]|\\.)*")+)', block, re.M):
            parts = re.findall(r'"(?:[^"\\]|\\.)*"', found.group(1))
            yield "".join(ast.literal_eval(part) for part in parts)


def _django(wheel, names):
    for name in wheel.namelist():
        if name.endswith(".po") and name.split("/locale/")[1].split("/")[0] in names:
            yield from _catalog(wheel.read(name).decode(), "msgstr")
        if "en" in names and name.endswith(".po") and "/locale/de/" in name:
            yield from _catalog(wheel.read(name).decode(), "msgid")


def catalogs(folder):
    """Sentences of each language that programs show, without repetitions and holes to fill."""
    for name, digest in PACKAGES.items():
        if sha256(folder / name) != digest:
            raise SystemExit(f"{folder / name} is not the package that the table learnt from (SHA-256 {digest})")
    texts = {}
    with zipfile.ZipFile(folder / HOME_ASSISTANT) as home, zipfile.ZipFile(folder / DJANGO) as django:
        for language in LANGUAGES:
            names = {language, *_ALSO.get(language, [])}
            found = [*_home_assistant(home, names), *_django(django, names)]
            texts[language] = sorted({_clean(t) for t in found if "Project-Id-Version" not in t} - {""})
    # What was never translated stands in each of them.
    english = set(texts["en"])
    for language in LANGUAGES[1:]:
        texts[language] = [t for t in texts[language] if t not in english]
    return texts


def spoken_english(shared):
    """English as it reaches a gateway: commands, questions, work orders, comments. Training parts only."""
    data = shared / "datasets"
    clinc = json.loads((data / "extraction/clinc150/data_full.json").read_text())
    with (data / "moderation/paradetox/paradetox.tsv").open(encoding="utf-8") as rows:
        rewritten = [row for row in csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]
    texts = [row["utt"] for row in _lines(data / "extraction/massive_en/en-US.train-dev.jsonl") if row["partition"] == "train"]
    texts += [text for part in ("train", "oos_train") for text, _ in clinc[part]]
    texts += [" ".join(row["tokens"]) for row in _lines(data / "extraction/mwo2kg/train_3200.json")]
    for block in (data / "extraction/maintnorm/combined_train.norm").read_text().split("\n\n"):
        texts.append(" ".join(line.split("\t")[0] for line in block.splitlines()))
    texts += [text for row in rewritten for text in row[:2]]
    return sorted({re.sub(r"\s+", " ", text).strip() for text in texts} - {""})


def _lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
