import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedding import Embedder, load_embedder
from index.errors import ModelError
from index.model_files import bundled_model
from index.tokens import reduced

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
    matrices = [embedding.windows for embedding in model.embed_passages(texts)]
    assert [len(matrix) > 1 for matrix in matrices] == [text == LONG for text in texts]
    for matrix in matrices:
        assert matrix.shape[1:] == (model.dimension,)
        assert matrix.dtype == np.float32
        assert np.linalg.norm(matrix, axis=1) == pytest.approx(1, abs=1e-5)
    query = model.embed_query("peaceful uses of outer space").vector
    cosines = [float((matrix @ query).max()) for matrix in matrices]
    assert min(cosines[0], cosines[4]) > max(cosines[2], cosines[3])


def test_the_end_of_a_long_passage_is_found(model: Embedder):
    ending = "The penguins of Antarctica waddle over the ice."
    (with_ending,) = model.embed_passages([f"{LONG} {ending}"])
    (without,) = model.embed_passages([LONG])
    query = model.embed_query("penguins walking on ice").vector
    nearest = [(each.windows @ query).max() for each in (with_ending, without)]
    assert nearest[0] > nearest[1] + 0.2


def test_windows_are_within_the_models_limit(model: Embedder):
    (embedding,) = model.embed_passages(["word " * (254 + 190)])
    assert len(embedding.windows) == 2
    assert set(embedding.tokens.windows) == {0, 1}


@given(text=st.text(max_size=300), repeats=st.integers(1, 40))
@settings(max_examples=25, deadline=None)
def test_word_pieces_stand_where_they_say(model: Embedder, text: str, repeats: int):
    text = f"{text} Nothing is generated. " * repeats
    (embedding,) = model.embed_passages([text])
    tokens = embedding.tokens
    starts, ends = tokens.spans.T
    assert ((starts >= 0) & (starts <= ends) & (ends <= len(text))).all()
    assert tokens.windows.max() + 1 == len(embedding.windows)
    assert np.linalg.norm(tokens.vectors, axis=1) == pytest.approx(1, abs=1e-5)
    for window in range(len(embedding.windows)):
        assert (np.diff(starts[tokens.windows == window]) >= 0).all()
    words = {text[start:end] for start, end in tokens.spans}
    assert {"Nothing", "is", "generated"} <= words


def test_a_word_is_nearest_to_itself_in_another_text(model: Embedder):
    first = model.embed_query("States may verify compliance.").tokens
    second = model.embed_query("How would compliance be verified?").tokens
    word = ["How", "would", "compliance"].index("compliance")
    nearest = first.spans[(first.vectors @ second.vectors[word]).argmax()]
    assert "States may verify compliance."[slice(*nearest)] == "compliance"


def test_another_model_keeps_its_word_pieces_whole(model: Embedder):
    whole = load_embedder(str(bundled_model().folder)).embed_query("outer space").tokens
    kept = model.embed_query("outer space").tokens
    assert whole.vectors.shape[1] == model.dimension > kept.vectors.shape[1]
    np.testing.assert_allclose(
        reduced(whole.vectors, model.fingerprint), kept.vectors, atol=1e-5
    )


def test_progress_counts_every_text_once(model: Embedder):
    finished: list[int] = []
    model.embed_passages(
        [LONG, "Short.", LONG + "!", *map(str, range(9))], finished.append
    )
    assert sum(finished) == 12


def test_no_text_gives_no_embedding(model: Embedder):
    assert model.embed_passages([]) == []


def test_text_no_tokenizer_takes_is_embedded_all_the_same(model: Embedder):
    for text in ("half \ud800 character", "\x00\x07\x1b[31m", "nospace" * 15_000):
        assert model.embed_query(text).vector.shape == (model.dimension,)
        assert model.embed_passages([text])[0].windows.shape[1] == model.dimension


def test_threads_may_share_an_embedder(model: Embedder):
    questions = [f"Question number {number}?" for number in range(16)]
    expected = [model.embed_query(question).vector for question in questions]
    with ThreadPoolExecutor(4) as pool:
        vectors = [found.vector for found in pool.map(model.embed_query, questions)]
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
