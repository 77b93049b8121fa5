"""The vector index of a library too large to compare every window with a question.

What is many is made small here, so that a few thousand windows are.
"""

import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index import cell_training, vectors
from index.cell_files import CELLS_FILE, FILES
from index.vectors import VectorIndex

DIMENSION = 32
MANY = 600
BYTE_ERROR = 0.02
"""Of a cosine, with components in bytes; more than of 384 dimensions."""

Matrix = NDArray[np.float32]
Passages = dict[int, Matrix]
"""The windows' embeddings by passage row."""


@pytest.fixture(autouse=True, scope="module")
def limits() -> Iterator[None]:
    """Make the limits such that a few hundred windows are many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors, "EXACT_MOST", 300)
        patch.setattr(vectors, "RECENT_MOST", 50)
        patch.setattr(vectors, "FEW", 10)
        yield


@pytest.fixture(params=[10**9, 0], ids=["halves", "bytes"])
def kept_as(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> float:
    """Keep components at half precision, or in a byte; return the error of a cosine."""
    monkeypatch.setattr(cell_training, "HALF_MOST", request.param)
    return 2e-6 if request.param else BYTE_ERROR


def made(rows: Sequence[int], seed: int, most_windows: int = 3) -> Passages:
    """Passages about twenty subjects, of one to three windows each."""
    random = np.random.default_rng(seed)
    subjects = np.random.default_rng(0).standard_normal((20, DIMENSION))
    passages = {}
    for row in rows:
        shape = random.integers(1, most_windows + 1), DIMENSION
        near = subjects[random.integers(20)] + 0.7 * random.standard_normal(shape)
        # As the library keeps them.
        units = near / np.linalg.norm(near, axis=1, keepdims=True)
        passages[row] = units.astype(np.float16).astype(np.float32)
    return passages


def queries(count: int) -> Matrix:
    return np.concatenate(list(made(range(count), 99, 1).values()))


def index_of(passages: Passages) -> VectorIndex:
    return VectorIndex.build(DIMENSION, passages.items())


def by_hand(passages: Passages, query: Matrix) -> dict[int, float]:
    return {row: float((matrix @ query).max()) for row, matrix in passages.items()}


def best(passages: Passages, query: Matrix, k: int) -> set[int]:
    scores = by_hand(passages, query)
    return set(sorted(scores, key=lambda row: -scores[row])[:k])


def recall(index: VectorIndex, passages: Passages, k: int = 10) -> float:
    found = [
        len(best(passages, query, k) & set(index.nearest(query, k)[0].tolist())) / k
        for query in queries(50)
    ]
    return float(np.mean(found))


def test_the_nearest_are_found_among_many(kept_as: float):
    passages = made(range(1, 2001), seed=1)
    index = index_of(passages)
    assert recall(index, passages) >= 0.95
    rows, cosines = index.nearest(queries(1)[0], 10)
    exact = by_hand(passages, queries(1)[0])
    expected = [exact[row] for row in rows.tolist()]
    np.testing.assert_allclose(cosines, expected, atol=kept_as)
    np.testing.assert_allclose(cosines, index.cosines(queries(1)[0], rows), atol=2e-6)
    assert cosines.tolist() == sorted(cosines.tolist(), reverse=True)


def test_cosines_are_the_best_windows_in_the_order_asked(kept_as: float):
    passages = made(range(5, 5 * MANY, 5), seed=2)
    index = index_of(passages)
    asked = np.random.default_rng(0).permutation(list(passages))
    exact = by_hand(passages, queries(1)[0])
    expected = [exact[row] for row in asked.tolist()]
    cosines = index.cosines(queries(1)[0], asked)
    np.testing.assert_allclose(cosines, expected, atol=kept_as)
    with pytest.raises(KeyError, match="no passage has row 6"):
        index.cosines(queries(1)[0], np.array([5, 6]))


@pytest.mark.parametrize("share", [0.002, 0.02, 0.1])
def test_where_few_are_left_each_is_compared(share: float, kept_as: float):
    passages = made(range(3, 3 * 2000, 3), seed=3)
    index = index_of(passages)
    random = np.random.default_rng(1)
    for query in queries(20):
        among = random.choice(list(passages), int(share * len(passages)), replace=False)
        asked = np.concatenate([among, [-1, 1, 10**12]])  # unknown ones
        rows, cosines = index.nearest(query, 5, asked)
        expected = index.cosines(query, among)
        np.testing.assert_allclose(cosines, np.sort(expected)[::-1][:5], atol=2e-6)
        assert set(rows.tolist()) <= set(among.tolist())


def test_where_many_are_left_the_nearest_of_them_are_found():
    passages = made(range(1, 2001), seed=4)
    index = index_of(passages)
    half = {row: passages[row] for row in range(1, 2001, 2)}
    among = np.array(list(half))
    found = [
        len(best(half, query, 10) & set(index.nearest(query, 10, among)[0].tolist()))
        for query in queries(50)
    ]
    assert np.mean(found) >= 9.5


def test_the_passages_of_another_subject_are_found_when_they_alone_are_asked():
    passages = made(range(1, 1001), seed=5)
    index = index_of(passages)
    asked = queries(20)
    found = []
    for query, subject in zip(asked, np.roll(asked, 1, axis=0), strict=True):
        among = sorted(best(passages, subject, 200))
        rows, _ = index.nearest(query, 10, np.array(among))
        expected = best({row: passages[row] for row in among}, query, 10)
        found.append(len(expected & set(rows.tolist())) / 10)
    assert np.mean(found) >= 0.9


def test_all_are_found_when_all_are_wanted():
    passages = made(range(1, MANY), seed=6)
    rows, _ = index_of(passages).nearest(queries(1)[0], 10**4)
    assert sorted(rows.tolist()) == list(passages)


def test_equal_passages_come_lowest_row_first(kept_as: float):
    passages = made(range(1, MANY), seed=7, most_windows=1)
    same = passages[300]
    passages |= dict.fromkeys(range(400, 460), same)
    rows, _ = index_of(passages).nearest(same[0], 20)
    assert rows.tolist() == [300, *range(400, 419)]


def test_a_query_of_another_length_is_refused():
    index = index_of(made(range(1, MANY), seed=8))
    with pytest.raises(ValueError, match="shape"):
        index.nearest(np.ones(DIMENSION + 1, np.float32), 1)


steps = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.booleans()),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=25)
@given(steps, st.integers(100, 400), st.integers(0, 10**6))
def test_an_updated_index_has_what_one_built_anew_has(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[int, int, bool]],
    first: int,
    seed: int,
):
    random = np.random.default_rng(seed)
    passages = made(range(1, first), seed)
    index, folder = index_of(passages), None
    for number, (gone, come, is_kept) in enumerate(steps):
        removed = random.choice(list(passages), min(gone, len(passages)), replace=False)
        top = max(passages) + 1
        added = made(range(top, top + come), seed + number + 1)
        # One passage is replaced under its row.
        added = {
            int(row): matrix
            for row, matrix in zip(removed[:1], added.values(), strict=False)
        } | added
        passages = {row: one for row, one in passages.items() if row not in removed}
        passages = dict(sorted((passages | added).items()))
        updated = index.updated(removed, sorted(added.items()))
        index = updated or index_of(passages)
        if is_kept:
            other = tmp_path_factory.mktemp("generation")
            index.write(other, folder)
            index, folder = VectorIndex.read(other), other
        query = queries(1)[0]
        assert index.rows.tolist() == list(passages)
        assert index.windows == sum(map(len, passages.values()))
        exact = by_hand(passages, query)
        cosines = index.cosines(query, np.array(list(passages)))
        np.testing.assert_allclose(cosines, list(exact.values()), atol=2e-6)
        rows, cosines = index.nearest(query, 10**4)
        assert sorted(rows.tolist()) == list(passages)
        np.testing.assert_allclose(
            cosines, [exact[row] for row in rows.tolist()], atol=2e-6
        )


def test_what_has_just_come_is_compared_exactly():
    passages = made(range(1, 1001), seed=9)
    come = made(range(2001, 2011), seed=10, most_windows=1)
    index = index_of(passages).updated(np.array([], np.int64), come.items())
    assert index is not None
    for row, matrix in come.items():
        rows, cosines = index.nearest(matrix[0], 1)
        assert rows.tolist() == [row]
        assert cosines[0] == pytest.approx(1, abs=1e-3)
        among = np.array([row, 3, 4])
        assert index.nearest(matrix[0], 1, among)[0].tolist() == [row]


def test_what_has_gone_is_not_found():
    passages = made(range(1, 1001), seed=11)
    query = queries(1)[0]
    gone = np.array(sorted(best(passages, query, 20)))
    index = index_of(passages).updated(gone, [])
    assert index is not None
    left = {row: one for row, one in passages.items() if row not in gone}
    everything = np.array(list(passages))
    for among in (None, everything, everything[:-1], gone):
        rows, _ = index.nearest(query, 10, among)
        assert not set(rows.tolist()) & set(gone.tolist())
        assert len(rows) == (0 if among is gone else 10)
    assert recall(index, left) >= 0.95
    with pytest.raises(KeyError, match=f"no passage has row {gone[0]}"):
        index.cosines(query, gone)


def test_what_comes_bit_by_bit_is_found_as_well(kept_as: float, tmp_path: Path):
    passages = made(range(1, 1001), seed=12)
    index = index_of(passages)
    for number in range(10):
        folder = tmp_path / str(number)
        folder.mkdir()
        index.write(folder, tmp_path / str(number - 1))
        come = made(range(1001 + 30 * number, 1031 + 30 * number), seed=13 + number)
        updated = VectorIndex.read(folder).updated(
            np.arange(1 + 20 * number, 21 + 20 * number), come.items()
        )
        assert updated is not None
        index, passages = updated, passages | come
    left = {row: one for row, one in passages.items() if row > 200}
    assert index.rows.tolist() == list(left)
    assert recall(index, left) >= 0.95


@pytest.mark.parametrize(
    ("removed", "added"),
    [
        (range(1, 700), range(0)),  # few are left
        (range(0), range(1001, 2100)),  # twice as many
    ],
)
def test_a_library_of_quite_another_size_is_indexed_anew(removed: range, added: range):
    index = index_of(made(range(1, 1001), seed=14))
    come = made(added, seed=15)
    assert index.updated(np.array(removed, np.int64), come.items()) is None


def test_another_models_embeddings_are_indexed_anew():
    index = index_of(made(range(1, 10), seed=16))
    other = np.ones((1, DIMENSION + 1), np.float32)
    assert index.updated(np.array([1]), [(11, other)]) is None


def test_few_windows_are_found_as_in_an_index_built_anew():
    passages = made(range(1, 100), seed=17)
    come = made(range(100, 110), seed=18)
    gone = np.array([5, 50, 77, 1000])
    updated = index_of(passages).updated(gone, come.items())
    assert updated is not None
    left = {row: one for row, one in (passages | come).items() if row not in gone}
    anew = index_of(left)
    for query in queries(10):
        np.testing.assert_array_equal(
            updated.nearest(query, 30), anew.nearest(query, 30)
        )


def written(index: VectorIndex, folder: Path, kept: Path | None = None) -> Path:
    folder.mkdir()
    index.write(folder, kept)
    return folder


def test_what_stays_is_shared_with_the_generation_before(tmp_path: Path):
    first = written(index_of(made(range(1, 1001), seed=19)), tmp_path / "1")
    before = {file.name: file.read_bytes() for file in first.iterdir()}
    index = VectorIndex.read(first)
    come = made(range(1001, 1005), seed=20)
    updated = index.updated(np.array([7]), come.items())
    assert updated is not None
    second = written(updated, tmp_path / "2", first)
    for name in FILES:
        assert (first / name).samefile(second / name)
    assert {file.name: file.read_bytes() for file in first.iterdir()} == before
    query = queries(1)[0]
    np.testing.assert_array_equal(
        VectorIndex.read(second).nearest(query, 50), updated.nearest(query, 50)
    )
    assert 7 in index.rows
    assert 7 not in VectorIndex.read(second).rows


def test_other_cells_are_not_shared(tmp_path: Path):
    one, other = (made(range(1, 1001), seed=seed) for seed in (21, 22))
    first = written(index_of(one), tmp_path / "1")
    second = written(index_of(other), tmp_path / "2")
    for number, kept in enumerate((first, tmp_path, None)):
        copy = written(VectorIndex.read(second), tmp_path / f"copy {number}", kept)
        assert not (copy / CELLS_FILE).samefile(second / CELLS_FILE)
        query = queries(1)[0]
        np.testing.assert_array_equal(
            VectorIndex.read(copy).nearest(query, 50),
            VectorIndex.read(second).nearest(query, 50),
        )


def test_an_open_index_outlives_its_files(tmp_path: Path):
    passages = made(range(1, 1001), seed=23)
    first = written(index_of(passages), tmp_path / "1")
    index = VectorIndex.read(first)
    before = [index.nearest(query, 20)[0].tolist() for query in queries(20)]
    merged = index.updated(np.arange(1, 200), [])
    assert merged is not None
    written(merged, tmp_path / "2", first)
    for file in first.iterdir():
        file.unlink()
    assert [index.nearest(query, 20)[0].tolist() for query in queries(20)] == before


@pytest.fixture(scope="module")
def whole(limits: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An updated index in a folder, to be copied."""
    root = tmp_path_factory.mktemp("whole")
    first = written(index_of(made(range(1, MANY), seed=24)), root / "1")
    updated = VectorIndex.read(first).updated(np.array([1, 2]), [])
    assert updated is not None
    return written(updated, root / "2", first)


CHECKED = [*FILES, "removed-rows.bin", "rows.bin"]


@pytest.mark.parametrize("name", [*CHECKED, "vectors.faiss"])
@pytest.mark.parametrize("left", [0.0, 0.3, 0.999, None])
def test_a_file_that_is_cut_or_missing_is_refused(
    tmp_path: Path, whole: Path, name: str, left: float | None
):
    folder = shutil.copytree(whole, tmp_path / "copy")
    data = (folder / name).read_bytes()
    (folder / name).unlink()
    if left is not None:
        (folder / name).write_bytes(data[: int(left * len(data))])
    with pytest.raises((OSError, RuntimeError, ValueError)):
        VectorIndex.read(folder)


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from([*CHECKED, "vectors.faiss"]),
    st.floats(0, 1, exclude_max=True),
    st.integers(1, 255),
)
def test_a_changed_byte_is_refused_or_changes_a_cosine(
    whole: Path,
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    at: float,
    change: int,
):
    folder = shutil.copytree(whole, tmp_path_factory.mktemp("damaged") / "copy")
    data = bytearray((folder / name).read_bytes())
    data[int(at * len(data))] ^= change
    (folder / name).write_bytes(data)
    try:
        index = VectorIndex.read(folder)
    except (OSError, RuntimeError, ValueError):
        return
    for query in queries(3):
        index.nearest(query, 20)
        index.nearest(query, 20, np.arange(1, 300))
        index.cosines(query, index.rows)


def test_threads_find_the_same(tmp_path: Path):
    passages = made(range(1, 1001), seed=26)
    index = VectorIndex.read(written(index_of(passages), tmp_path / "1"))
    expected = [index.nearest(query, 20)[0].tolist() for query in queries(40)]
    found: list[list[list[int]]] = []

    def search() -> None:
        found.append([index.nearest(query, 20)[0].tolist() for query in queries(40)])

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4
