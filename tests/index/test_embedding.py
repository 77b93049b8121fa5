import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.embedding import Embedder, load_embedder
from index.errors import ModelError

LONG = " ".join(f"Clause {number} obliges every party." for number in range(100))


@pytest.fixture(scope="module")
def model() -> Embedder:
    return load_embedder()


def test_every_text_has_unit_vectors_in_the_order_given(model: Embedder):
    texts = [
        "Space is for peaceful use.",
        LONG,
        "",
        "Fish swim.",
        "Space is for peace.",
    ]
    matrices = model.embed_passages(texts)
    assert [len(matrix) > 1 for matrix in matrices] == [text == LONG for text in texts]
    for matrix in matrices:
        assert matrix.shape[1:] == (model.dimension,)
        assert matrix.dtype == np.float32
        assert np.linalg.norm(matrix, axis=1) == pytest.approx(1, abs=1e-5)
    query = model.embed_query("peaceful uses of outer space")
    cosines = [float((matrix @ query).max()) for matrix in matrices]
    assert min(cosines[0], cosines[4]) > max(cosines[2], cosines[3])


def test_the_end_of_a_long_passage_is_found(model: Embedder):
    ending = "The penguins of Antarctica waddle over the ice."
    (with_ending,) = model.embed_passages([f"{LONG} {ending}"])
    (without,) = model.embed_passages([LONG])
    query = model.embed_query("penguins walking on ice")
    assert (with_ending @ query).max() > (without @ query).max() + 0.2


def test_windows_are_within_the_models_limit(model: Embedder):
    (matrix,) = model.embed_passages(["word " * (254 + 190)])
    assert len(matrix) == 2


def test_progress_counts_every_text_once(model: Embedder):
    finished: list[int] = []
    model.embed_passages(
        [LONG, "Short.", LONG + "!", *map(str, range(9))], finished.append
    )
    assert sum(finished) == 12


def test_no_text_gives_no_matrix(model: Embedder):
    assert model.embed_passages([]) == []


def test_text_no_tokenizer_takes_is_embedded_all_the_same(model: Embedder):
    for text in ("half \ud800 character", "\x00\x07\x1b[31m", "nospace" * 15_000):
        assert model.embed_query(text).shape == (model.dimension,)
        assert model.embed_passages([text])[0].shape[1] == model.dimension


def test_threads_may_share_an_embedder(model: Embedder):
    questions = [f"Question number {number}?" for number in range(16)]
    expected = [model.embed_query(question) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(model.embed_query, questions))
    np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_a_folder_that_is_no_model_is_refused_when_it_is_needed(tmp_path: Path):
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    (tmp_path / "config.json").write_text("{}")
    embedder = load_embedder(str(tmp_path))
    for _ in range(2):
        with pytest.raises(ModelError, match="cannot be loaded"):
            embedder.embed_query("anything")


def test_a_model_is_known_before_it_is_loaded():
    code = "import sys; from index.embedding import load_embedder; "
    code += "print(load_embedder().fingerprint, 'torch' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.split()[1] == "False"


def test_loading_says_nothing(capfd: pytest.CaptureFixture[str]):
    load_embedder().embed_passages([LONG])
    assert capfd.readouterr() == ("", "")
