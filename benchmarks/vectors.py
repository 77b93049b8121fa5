"""What a vector index of each form and size costs, and how much of the nearest it has.

    python benchmarks/vectors.py forms|sizes|filters --sizes N [N …]
        --corpora FOLDER --questions FILE … --scratch FOLDER

The windows are made as those of `large.py` are: each lies between two real paragraphs
of one collection, with noise. The questions are real ones, at most 200 of each FILE,
which has a JSON object with a "text" a line. What is embedded, and the windows, stay in
the scratch folder for the next run. One thread, CPU time; recall is next to comparing
every window. Prints Markdown.

`forms` compares the forms of index that FAISS has, `sizes` is `VectorIndex` as it is,
and `filters` is `VectorIndex` asked for some passages only.
"""

import argparse
import gzip
import json
import math
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from large import NOISE, paragraphs
from numpy.typing import NDArray

from index.embedding import Matrix, Vector, load_embedder
from index.vectors import Rows, VectorIndex

QUESTIONS = 200
TOP = 10
CANDIDATES = 200
COMPARED_AT_ONCE = 20_000
MEGABYTE = 1_000_000

ADDED = 2_000
MANY_ADDED = 15_000
"""More than stay beside the cells."""

SUBJECTS = 20
"""Groups of windows, a filter each."""

Half = NDArray[np.float16]
Find = Callable[[Vector], Rows]
"""Returns the numbers of a question's nearest windows, best first."""


@dataclass(frozen=True, slots=True)
class Data:
    """What is searched, and for what.

    Attributes:
        windows: Unit vectors, mapped; the n-th is of passage n.
        questions: Unit vectors.
        nearest: The numbers of each question's nearest windows, best first.
    """

    windows: Half
    questions: Matrix
    nearest: Rows


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--sizes", type=int, nargs="+", required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--scratch", type=Path, required=True)
    options = parser.parse_args()
    scratch: Path = options.scratch
    if not (scratch / "embedded.npz").exists():
        scratch.mkdir(parents=True, exist_ok=True)
        np.savez(
            scratch / "embedded.npz", **embedded(options.corpora, options.questions)
        )
    columns, measure = MEASURES[options.measure]
    print(f"| {' | '.join(columns)} |\n|---{'|--:' * (len(columns) - 1)}|")
    for size in options.sizes:
        if not (scratch / f"{size}.npy").exists():
            make(scratch, size)
        for row in apart(measure, scratch, size):
            print(f"| {' | '.join(row)} |", flush=True)


def forms(scratch: Path, size: int) -> list[list[str]]:
    """Return the rows of the table that compares forms of index."""
    data = made(scratch, size)
    dimension = data.windows.shape[1]
    product = faiss.METRIC_INNER_PRODUCT
    kinds = faiss.ScalarQuantizer
    coded = faiss.IndexScalarQuantizer(dimension, kinds.QT_8bit, product)
    rows = []
    for name, index in (("float32", faiss.IndexFlatIP(dimension)), ("bytes", coded)):
        spent = filled(index, data.windows)
        rows.append(measured(f"all, {name}", index, None, spent, data))
    quick = faiss.IndexRefine(
        faiss.IndexPreTransform(
            faiss.RandomRotationMatrix(dimension, dimension),
            faiss.IndexRaBitQFastScan(dimension, product),
        ),
        faiss.IndexScalarQuantizer(dimension, kinds.QT_8bit, product),
    )
    spent = filled(quick, data.windows)
    for factor in (1, 2, 4):
        how: Any = faiss.IndexRefineSearchParameters(k_factor=factor)
        name = f"all, RaBitQ fast-scan; {factor * 2 * CANDIDATES} refined by bytes"
        rows.append(measured(name, quick, how, spent, data))
    for by_root in (2, 3, 4):
        for kept, kind in (("halves", kinds.QT_fp16), ("bytes", kinds.QT_8bit)):
            cells = round(by_root * math.sqrt(size))
            index = faiss.IndexIVFScalarQuantizer(
                faiss.IndexFlatIP(dimension), dimension, cells, kind, product, False
            )
            index.cp.niter = 6
            index.cp.max_points_per_centroid = 39
            spent = filled(index, data.windows)
            for probes in (32, 64, 128, 256):
                how = faiss.SearchParametersIVF(nprobe=probes)
                name = f"{probes} of {cells:,} cells, {kept}"
                rows.append(measured(name, index, how, spent, data))
    return rows


def sizes(scratch: Path, size: int) -> list[list[str]]:
    """Return the row of `VectorIndex` at one size."""
    with tempfile.TemporaryDirectory(dir=scratch) as place:
        folder = Path(place, "built")
        built = apart(build, scratch, size, folder)
        stored = sum(file.stat().st_size for file in folder.iterdir())
        return [
            [
                f"{size:,}",
                *built,
                f"{stored / MEGABYTE:.0f}",
                *apart(search, scratch, size, folder),
                *apart(update, scratch, size, folder, ADDED),
                *apart(update, scratch, size, folder, MANY_ADDED),
            ]
        ]


def build(scratch: Path, size: int, folder: Path) -> list[str]:
    """Build an index; return CPU seconds, and the most memory it took beyond before."""
    data = made(scratch, size)
    peak = [memory()["RssAnon"]]
    before = peak[0]

    def watch() -> None:
        while True:
            peak[0] = max(peak[0], memory()["RssAnon"])
            time.sleep(0.02)

    threading.Thread(target=watch, daemon=True).start()
    started = time.process_time()
    folder.mkdir()
    index = VectorIndex.build(data.windows.shape[1], numbered(data.windows))
    index.write(folder)
    return [f"{time.process_time() - started:.1f}", f"{peak[0] - before:.0f}"]


def search(scratch: Path, size: int, folder: Path) -> list[str]:
    """Search an index; return what that took and found."""
    data = made(scratch, size)
    faiss.omp_set_num_threads(1)
    before = memory()["VmRSS"]
    started = time.process_time()
    index = VectorIndex.read(folder)
    opening = time.process_time() - started
    opened = memory()["VmRSS"] - before
    times, found = timed(lambda one: index.nearest(one, CANDIDATES)[0], data.questions)
    searched = memory()["VmRSS"] - before
    scoring, errors = scored(index, data)
    return [
        f"{1000 * opening:.0f}",
        f"{opened:.0f} / {searched:.0f}",
        f"{np.median(times):.2f} / {np.percentile(times, 95):.2f}",
        f"{recall(found, data.nearest, TOP):.3f}",
        f"{recall(found, data.nearest, CANDIDATES):.3f}",
        f"{scoring:.2f}",
        f"{errors.std():.5f}",
    ]


def update(scratch: Path, size: int, folder: Path, added: int) -> list[str]:
    """Replace so many passages, and write the index; return CPU seconds."""
    data = made(scratch, size)
    index = VectorIndex.read(folder)
    chosen = np.sort(np.random.default_rng(0).choice(size, min(added, size // 20)))
    windows = data.windows[chosen]
    started = time.process_time()
    come = numbered(windows, first=size)
    updated = index.updated(np.unique(chosen), come)
    if updated is None:
        return ["anew"]
    with tempfile.TemporaryDirectory(dir=scratch) as place:
        updated.write(Path(place), folder)
    return [f"{time.process_time() - started:.2f}"]


def filters(scratch: Path, size: int) -> list[list[str]]:
    """Return the rows of the table of questions that are asked of some passages."""
    data = made(scratch, size)
    some = data.questions[:: max(len(data.questions) // 100, 1)]
    products = compared(data.windows, some)
    rows = []
    with tempfile.TemporaryDirectory(dir=scratch) as place:
        apart(build, scratch, size, Path(place, "built"))
        index = VectorIndex.read(Path(place, "built"))
        for name, among in asked_among(data.windows):
            nearest = among[np.argsort(-products[:, among], axis=1)[:, :TOP]]
            times, found = timed(
                lambda one, among=among: index.nearest(one, CANDIDATES, among)[0], some
            )
            rows.append(
                [
                    f"{size:,}",
                    name,
                    f"{len(among):,}",
                    f"{np.median(times):.1f} / {np.percentile(times, 95):.1f}",
                    f"{recall(found, nearest, TOP):.3f}",
                ]
            )
    return rows


MEASURES = {
    "forms": (
        ("form", "build, s", "MB", "question, ms p50 / p95", "recall@10", "@200"),
        forms,
    ),
    "sizes": (
        (
            "windows",
            "build, s",
            "and MB",
            "file, MB",
            "open, ms",
            "MB opened / searched",
            "question, ms p50 / p95",
            "recall@10",
            "@200",
            "400 cosines, ms",
            "their error",
            f"{ADDED:,} replaced, s",
            f"{MANY_ADDED:,}, s",
        ),
        sizes,
    ),
    "filters": (
        ("windows", "asked of", "that is", "question, ms p50 / p95", "recall@10"),
        filters,
    ),
}


def embedded(corpora: Path, questions: Sequence[Path]) -> dict[str, NDArray[Any]]:
    """Return the embeddings of paragraphs, their collections, and of questions."""
    embedder = load_embedder()
    real = paragraphs(corpora, embedder)
    names = sorted({one.collection for one in real})
    texts: list[str] = []
    for path in questions:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            of_file = [json.loads(line)["text"] for line in lines]
        texts += random.Random(0).sample(of_file, min(QUESTIONS, len(of_file)))
    return {
        "paragraphs": np.array([one.embedding.vector for one in real]),
        "collections": np.array([names.index(one.collection) for one in real]),
        "questions": np.array([embedder.embed_query(text).vector for text in texts]),
    }


def make(scratch: Path, size: int) -> None:
    """Write windows, and the numbers of those nearest to each question."""
    stored = np.load(scratch / "embedded.npz")
    real = stored["paragraphs"].astype(np.float32)
    order = np.argsort(stored["collections"], kind="stable")
    real, collections = real[order], stored["collections"][order]
    random = np.random.default_rng(size)
    pieces = []
    for start in range(0, size, COMPARED_AT_ONCE):
        count = min(COMPARED_AT_ONCE, size - start)
        first = random.integers(0, len(real), count)
        begins = np.searchsorted(collections, collections[first], side="left")
        ends = np.searchsorted(collections, collections[first], side="right")
        second = random.integers(begins, ends)
        share = random.uniform(0.3, 0.7, (count, 1)).astype(np.float32)
        blend = unit(share * real[first] + (1 - share) * real[second])
        noise = unit(random.standard_normal(blend.shape, np.float32))
        pieces.append(unit(blend + NOISE * noise).astype(np.float16))
    windows = np.concatenate(pieces)
    products = compared(windows, stored["questions"])
    best = np.argpartition(-products, min(CANDIDATES, size - 1), axis=1)
    best = best[:, :CANDIDATES]
    ranks = np.argsort(-np.take_along_axis(products, best, axis=1), axis=1)
    np.save(scratch / f"{size}-nearest.npy", np.take_along_axis(best, ranks, axis=1))
    np.save(scratch / f"{size}.npy", windows)


def made(scratch: Path, size: int) -> Data:
    """Return what `make` wrote."""
    return Data(
        np.load(scratch / f"{size}.npy", mmap_mode="r"),
        np.load(scratch / "embedded.npz")["questions"],
        np.load(scratch / f"{size}-nearest.npy"),
    )


def compared(windows: Half, questions: Matrix) -> Matrix:
    """Return the cosine of each question and each window."""
    cosines = np.empty((len(questions), len(windows)), np.float32)
    for start in range(0, len(windows), COMPARED_AT_ONCE):
        some = windows[start : start + COMPARED_AT_ONCE].astype(np.float32)
        cosines[:, start : start + len(some)] = questions @ some.T
    return cosines


def numbered(windows: Half, first: int = 0) -> Iterator[tuple[int, Matrix]]:
    """Yield windows as passages of one window each, as a library would."""
    for start in range(0, len(windows), COMPARED_AT_ONCE):
        some = windows[start : start + COMPARED_AT_ONCE].astype(np.float32)
        for number in range(len(some)):
            yield first + start + number, some[number : number + 1]


def asked_among(windows: Half) -> Iterator[tuple[str, Rows]]:
    """Yield groups of windows and what they are: scattered, in a row, of a subject."""
    random = np.random.default_rng(0)
    size = len(windows)
    for share in (0.002, 0.02, 0.1, 0.5):
        count = int(share * size)
        yield "scattered", np.sort(random.choice(size, count, replace=False))
        yield "in a row", np.arange(count) + size // 4
    sample = windows[:: max(size // 20_000, 1)].astype(np.float32)
    subjects = faiss.Kmeans(windows.shape[1], SUBJECTS, spherical=True, seed=0)
    subjects.train(sample)
    numbers = np.concatenate(
        [
            subjects.assign(windows[start : start + COMPARED_AT_ONCE].astype("f4"))[1]
            for start in range(0, size, COMPARED_AT_ONCE)
        ]
    )
    for count in (1, 5):
        yield f"{count} of {SUBJECTS} subjects", np.flatnonzero(numbers < count)


def filled(index: Any, windows: Half) -> float:
    """Put windows into an index; return CPU seconds."""
    started = time.process_time()
    if not index.is_trained:
        chosen = np.random.default_rng(0).permutation(len(windows))[:120_000]
        index.train(windows[np.sort(chosen)].astype(np.float32))
    for start in range(0, len(windows), COMPARED_AT_ONCE):
        index.add(windows[start : start + COMPARED_AT_ONCE].astype(np.float32))
    return time.process_time() - started


def measured(name: str, index: Any, how: Any, spent: float, data: Data) -> list[str]:
    """Return a row of the table of forms."""
    faiss.omp_set_num_threads(1)

    def find(question: Vector) -> Rows:
        rows: Rows = index.search(question[np.newaxis], 2 * CANDIDATES, params=how)[1]
        return rows[0]

    times, found = timed(find, data.questions)
    size = len(faiss.serialize_index(index)) / MEGABYTE
    return [
        f"{len(data.windows):,}: {name}",
        f"{spent:.1f}",
        f"{size:.0f}",
        f"{np.median(times):.2f} / {np.percentile(times, 95):.2f}",
        f"{recall(found, data.nearest, TOP):.3f}",
        f"{recall(found, data.nearest, CANDIDATES):.3f}",
    ]


def timed(find: Find, questions: Matrix) -> tuple[Vector, list[Rows]]:
    """Return how long each question takes, in CPU milliseconds, and what it finds."""
    find(questions[0])
    times, found = [], []
    for question in questions:
        started = time.process_time()
        found.append(find(question))
        times.append(1000 * (time.process_time() - started))
    return np.array(times), found


def recall(found: Sequence[Rows], nearest: Rows, k: int) -> float:
    """Return the share of the k nearest that are among the first k found."""
    return float(
        np.mean(
            [
                len(np.intersect1d(one[:k], best[:k])) / min(k, len(best))
                for one, best in zip(found, nearest, strict=True)
            ]
        )
    )


def scored(index: VectorIndex, data: Data) -> tuple[float, Vector]:
    """Return the CPU milliseconds of 400 cosines, and the errors of all of them."""
    random = np.random.default_rng(0)
    times, errors = [], []
    for question, best in zip(data.questions, data.nearest, strict=True):
        others = random.integers(0, len(data.windows), 400 - len(best))
        rows = np.concatenate([best, others])
        started = time.process_time()
        cosines = index.cosines(question, rows)
        times.append(1000 * (time.process_time() - started))
        errors.append(cosines - data.windows[rows].astype(np.float32) @ question)
    return float(np.median(times)), np.concatenate(errors)


def apart(work: Callable[..., Any], *arguments: object) -> Any:
    """Return what a function returns in another process, whose memory is its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def memory() -> dict[str, float]:
    """Return this process's memory in MB, by what Linux calls it."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    fields = (line.split() for line in lines if line.endswith("kB"))
    return {name.rstrip(":"): int(kilobytes) / 1024 for name, kilobytes, _ in fields}


def unit(vectors: Matrix) -> Matrix:
    """Return vectors of the same directions and of length 1."""
    units: Matrix = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return units


if __name__ == "__main__":
    main()
