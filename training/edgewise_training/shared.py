# SPDX-License-Identifier: Apache-2.0
"""Files of EDGEWISE_SHARED, and their digests. Also reaches the scripts of training/. Only reads, for any thread."""
from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = [ROOT / "training", ROOT / "training" / "evaluate"]
sys.path[:0] = [str(p) for p in SCRIPTS if str(p) not in sys.path]


class MissingData(Exception):
    """A file that a run can't do without is not there; the message says which, and where it was looked for."""


def folder() -> Path:
    return Path(os.environ.get("EDGEWISE_SHARED") or ROOT.parent / "shared")


# Packages with texts that the data folder lacks are unpacked here; see fetch.py.
FETCHED = ROOT / "target" / "training-data"


def find(path: str) -> Path:
    """A file of the data folder, or of what was fetched."""
    for place in (folder() / "datasets", FETCHED):
        if (place / path).exists():
            return place / path
    raise MissingData(f"datasets/{path} is neither in EDGEWISE_SHARED ({folder()}) nor in {FETCHED}")


def has(path: str) -> bool:
    try:
        return bool(find(path))
    except MissingData:
        return False


def backbone() -> Path:
    path = folder() / "models" / "minilm_l6"
    if not (path / "model.safetensors").exists():
        raise MissingData(f"the backbone is not at {path}: set EDGEWISE_SHARED, or give --backbone")
    return path


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def digests(paths: list[str]) -> dict[str, str]:
    """{path in the data folder: SHA-256}."""
    return {path: sha256(find(path)) for path in sorted(set(paths))}
