"""Fit the projection that shortens word pieces' vectors, and write it.

    python benchmarks/fit_reduction.py [DIMENSIONS]

The principal axes of the word pieces of the shipped papers, uncentred, so that inner
products are kept as well as so few dimensions can. Written where `index.tokens` reads
it, as float16.
"""

import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import load_embedder
from index.model_files import bundled_model
from index.reading import read
from index.tokens import REDUCTION
from seeds import seed_files

DIMENSIONS = 96


def fitted(vectors: NDArray[np.float32], dimensions: int) -> NDArray[np.float16]:
    """Return the principal axes, shape (d, dimensions), most telling first.

    Args:
        vectors: Unit vectors, shape (n, d).
        dimensions: How many axes.
    """
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    kept: NDArray[np.float16] = axes[:, ::-1][:, :dimensions].astype(np.float16)
    return kept


def main(dimensions: int) -> None:
    """Fit, write and say how much of the vectors' length is kept."""
    # By its folder it is a model like another, whose vectors are kept whole.
    embedder = load_embedder(str(bundled_model().folder))
    texts = [
        passage.text
        for name, content in seed_files()
        for passage in read(name, content).passages
    ]
    embeddings = embedder.embed_passages(texts)
    vectors = np.concatenate([embedding.tokens.vectors for embedding in embeddings])
    projection = fitted(vectors, dimensions)
    path = Path(str(files("index"))) / REDUCTION
    np.save(path, projection)
    kept = np.linalg.norm(vectors @ projection.astype(np.float32), axis=1)
    print(f"{len(vectors)} word pieces, {dimensions} of {vectors.shape[1]} dimensions,")
    print(f"{np.mean(kept**2):.3f} of the squared length kept; written to {path.name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DIMENSIONS)
