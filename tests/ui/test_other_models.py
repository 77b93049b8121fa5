"""A model of somebody's own, given with --model, from adding to citing."""

import json
from pathlib import Path

import pytest

from index.embedding import load_embedder
from index.tokens import NO_TOKENS
from ui.cli import main

RUSSIAN = """Договор о безопасности в космосе

1. Государства обязуются не размещать оружие в космическом пространстве.

2. Проверка выполнения договора поручается международной инспекции.
"""
SPANISH = """Tratado sobre la seguridad en el espacio

1. Los Estados se comprometen a no emplazar armas en el espacio.

2. La verificación del tratado se encomienda a una inspección internacional.
"""
QUERY_PROMPT = "query: "


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model with prompts, random weights and word pieces of two languages."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("models")
    pieces = BertWordPieceTokenizer(lowercase=True, strip_accents=False)
    pieces.train_from_iterator([RUSSIAN, SPANISH], vocab_size=800, min_frequency=1)
    pieces.save(str(folder / "tokenizer.json"))
    tokenizer = BertTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    BertModel(
        BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=48,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=40,
        )
    ).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=32)
    made = SentenceTransformer(
        modules=[transformer, Pooling(48)],
        prompts={"query": QUERY_PROMPT, "document": "passage: "},
    )
    made.save(str(folder / "tiny-multilingual"), create_model_card=False)
    return folder / "tiny-multilingual"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "mir.txt").write_text(RUSSIAN, "utf-8")
    (folder / "paz.txt").write_text(SPANISH, "utf-8")
    return folder


def test_a_library_is_made_and_asked_with_another_model(
    model: Path, files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    options = ["--library", str(tmp_path / "library"), "--model", str(model)]
    assert main(["add", str(files), *options]) == 0
    assert "does not know" not in "".join(capsys.readouterr())

    main(["ask", "Кто проверяет выполнение договора?", *options, "--json"])
    answer = json.loads(capsys.readouterr().out)
    best = (answer["citations"] or answer["nearest"])[0]
    assert best["quote"].startswith("Проверка выполнения")
    assert best["document"]["language"] == "ru"

    assert main(["cite", "Tratado sobre la seguridad, para. 2", *options]) == 0
    assert "La verificación del tratado" in capsys.readouterr().out


def test_its_prompts_its_length_and_its_dimension_are_kept(model: Path):
    embedder = load_embedder(str(model))
    assert embedder.dimension == 48
    assert embedder.languages is None
    assert embedder.reads(RUSSIAN)
    asked = embedder.embed_query("договор")
    (stored,) = embedder.embed_passages(["договор"])
    assert not (asked.vector == stored.vector).all()
    # Its prompt is no part of the text, so the pieces have no place in it.
    assert len(asked.tokens) == len(NO_TOKENS)
    (long,) = embedder.embed_passages([SPANISH])
    assert len(long.windows) > 1


def test_a_library_of_one_model_is_not_asked_with_another(
    model: Path, files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    options = ["--library", str(tmp_path / "library")]
    assert main(["add", str(files), *options, "--model", str(model)]) == 0
    assert main(["ask", "договор", *options]) == 2
    assert "was built by 'tiny-multilingual@" in capsys.readouterr().err


def test_a_folder_that_is_no_model_is_named(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    options = ["--library", str(tmp_path / "library"), "--model", str(files)]
    assert main(["add", str(files), *options]) == 2
    error = capsys.readouterr().err
    assert str(files) in error
    assert "has no weights" in error
