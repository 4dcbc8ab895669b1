"""Makes ``data/words.tsv`` from unannotated text: words that stand in like places get like numbers.

    python -m pipeline.names.cluster TEXTS.jsonl words.tsv

TEXTS.jsonl: one JSON object a line with ``text`` (may be compressed, .xz). Words are those of underthesea's
segmentation.
A word's vector is made of its neighbours (two before, two after; positive pointwise mutual information, reduced by a
truncated singular value decomposition; Levy, Goldberg and Dagan 2015), its numbers by spherical k-means at three
sizes. Deterministic. About ten minutes and 1 GB of memory for 3 million words.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.lexicon import table
from pipeline.names.syllables import SYLLABLE
from pipeline.text import canonical, fold, key

SIZES = (48, 200, 800)
_LEAST = 6  # a rarer word gets no numbers
_MOST = 16_000
_NEIGHBOURS = 1_500
_PLACES = (-2, -1, 1, 2)
_DIMENSIONS = 100
_HEADER = """\
# Words of Vietnamese public-affairs text and their clusters: words that stand in like places share numbers. Made from
# unannotated text by pipeline/names/cluster.py; not meant for editing by hand. A change needs the model trained again.
word\tcoarse\tmiddle\tfine
"""

Vectors = npt.NDArray[np.float32]


def main() -> None:
    source, out = map(Path, sys.argv[1:])
    rows = ["\t".join(map(str, row)) + "\n" for row in clusters(segmented(source))]
    out.write_text(_HEADER + "".join(rows), encoding="utf-8")


def segmented(source: Path) -> Iterator[list[str]]:
    """The words of each line of each text."""
    from underthesea import word_tokenize

    opener = lzma.open if source.suffix == ".xz" else open
    with opener(source, "rt", encoding="utf-8") as file:
        for record in file:
            for line in canonical(json.loads(record)["text"]).text.split("\n"):
                if words := word_tokenize(line.strip()):
                    yield words


def clusters(lines: Iterable[Sequence[str]]) -> Iterator[tuple[str, int, int, int]]:
    """(word, coarse, middle, fine) of each word that is frequent enough, the most frequent first.

    Names of people (three syllables or more that a surname opens) are left out: they are many, and nothing is gained.
    """
    sentences = [[re.sub(r"\d", "0", fold(word)) for word in line] for line in lines]
    count = Counter(word for sentence in sentences for word in sentence)
    frequent = (w for w, n in count.most_common() if n >= _LEAST and len(w.split()) <= 4)
    words = [word for word, _ in zip(frequent, range(_MOST), strict=False)]
    vectors = _vectors(sentences, words, [w for w, _ in count.most_common(_NEIGHBOURS)])
    weights = np.sqrt([count[w] for w in words]).astype(np.float32)
    rng = np.random.default_rng(0)
    numbers = [_k_means(vectors, weights, size, rng).tolist() for size in SIZES]
    surnames = {key(r["entry"]) for r in table("pipeline.names", "lexicon.tsv") if r["class"] == "surname"}
    seen = set()
    for word, *row in zip(words, *numbers, strict=True):
        syllables = tuple(SYLLABLE.findall(word))
        person = len(syllables) > 2 and syllables[0] in surnames and word != "hồ chí minh"
        if syllables and not person and syllables not in seen:
            seen.add(syllables)
            yield word, row[0], row[1], row[2]


def _vectors(sentences: list[list[str]], words: list[str], neighbours: list[str]) -> Vectors:
    other, edge = len(neighbours), len(neighbours) + 1
    width = len(neighbours) + 2
    row_of, column_of = {w: i for i, w in enumerate(words)}, {w: i for i, w in enumerate(neighbours)}
    pad = max(_PLACES)
    rows, columns = [-1] * pad, [edge] * pad
    for sentence in sentences:
        rows += [row_of.get(w, -1) for w in sentence] + [-1] * pad
        columns += [column_of.get(w, other) for w in sentence] + [edge] * pad
    at = np.flatnonzero(np.array(rows) >= 0)
    row, column = np.array(rows)[at], np.array(columns)
    matrix = np.zeros((len(words), len(_PLACES) * width), np.float32)
    for n, place in enumerate(_PLACES):
        np.add.at(matrix, (row, n * width + column[at + place]), 1)
    expected = matrix.sum(0) ** 0.75
    expected /= expected.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        matrix = np.log(matrix / (matrix.sum(1, keepdims=True) * expected))
    matrix = np.maximum(np.nan_to_num(matrix, nan=0, neginf=0), 0)
    return _reduced(matrix)


def _reduced(matrix: Vectors) -> Vectors:
    """The rows of `matrix` in fewer dimensions, of length 1 (randomised decomposition; Halko and others 2011)."""
    start = np.random.default_rng(0).standard_normal((matrix.shape[1], _DIMENSIONS + 20)).astype(np.float32)
    basis = matrix @ start
    for _ in range(3):
        basis = np.linalg.qr(matrix @ (matrix.T @ basis))[0]
    u, s, _ = np.linalg.svd(basis.T @ matrix, full_matrices=False)
    vectors = (basis @ u[:, :_DIMENSIONS]) * np.sqrt(s[:_DIMENSIONS])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return np.asarray(vectors, np.float32)


def _k_means(vectors: Vectors, weights: Vectors, size: int, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    centres = vectors[rng.choice(len(vectors), size, replace=False, p=weights / weights.sum(dtype=float))]
    for _ in range(25):
        nearest = np.argmax(vectors @ centres.T, axis=1)
        for n in range(size):
            if (inside := nearest == n).any():
                centre = (vectors[inside] * weights[inside, None]).sum(0)
                centres[n] = centre / (np.linalg.norm(centre) + 1e-9)
    return np.asarray(nearest)


if __name__ == "__main__":
    main()
