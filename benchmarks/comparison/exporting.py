"""What a library holds, for systems that cannot read it.

    python -m comparison.exporting LIBRARY FOLDER

Writes FOLDER/passages.jsonl and, unless the library is `seeds`, FOLDER/vectors.npy: the
vector of each passage's first window, float32. Ids are places in that order, from 0.
"""

import json
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np

VECTORS = """
SELECT embeddings.vectors FROM passages
JOIN embeddings ON embeddings.row = passages.embedding ORDER BY passages.row
"""
TEXTS = """
SELECT documents.title, passages.text FROM passages
JOIN documents ON documents.row = passages.document ORDER BY passages.row
"""


def main() -> None:
    """Write both files."""
    library, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    if library == "seeds":
        _write_texts(folder, _seeds())
        return
    database = f"file:{Path(library, 'library.sqlite').resolve()}?mode=ro"
    with closing(sqlite3.connect(database, uri=True)) as connection:
        _write_texts(folder, connection.execute(TEXTS))
        (count,) = connection.execute("SELECT count(*) FROM passages").fetchone()
        (dimension,) = connection.execute("SELECT dimension FROM library").fetchone()
        vectors = np.lib.format.open_memmap(
            folder / "vectors.npy", "w+", np.float32, (count, dimension)
        )
        for row, (stored,) in enumerate(connection.execute(VECTORS)):
            vectors[row] = np.frombuffer(stored, np.float16, dimension)
        vectors.flush()


def _write_texts(folder: Path, texts: Iterable[tuple[str, str]]) -> None:
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as file:
        for number, (title, text) in enumerate(texts):
            record = {"id": str(number), "title": title, "text": text}
            file.write(json.dumps(record) + "\n")


def _seeds() -> list[tuple[str, str]]:
    from index.reading import read
    from seeds import seed_files

    readings = [read(*each) for each in seed_files()]
    return [
        (one.document.title, each.text) for one in readings for each in one.passages
    ]


if __name__ == "__main__":
    main()
