"""Each system's own environment: made once, kept, made again when its needs change."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from comparison.contenders import ENVIRONMENTS, HERE

NEEDS = "needs.txt"
"""In an environment that is whole: what was installed."""

EXPORTER = Path(__file__).parent / "systems" / "export_onnx.py"

# One thread for every library that asks, no network and no reports of use.
SETTINGS: Mapping[str, str] = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
}

TOLD = ("torch", "transformers", "sentence-transformers", "numpy", "faiss-cpu",
        "onnxruntime", "tokenizers", "tantivy", "chromadb", "txtai", "haystack-ai",
        "sentence-transformers-haystack")  # fmt: skip
"""Packages whose versions the report names."""

LIST = """
import importlib.metadata as m, json, platform, sys
found = {"python": platform.python_version()}
for name in sys.argv[1:]:
    try:
        found[name] = m.version(name)
    except m.PackageNotFoundError:
        pass
print(json.dumps(found))
"""


class InstallationError(Exception):
    """An environment cannot be made; the message says why."""


def python_of(folder: Path, name: str) -> Path:
    """Return the Python of an environment."""
    if name == HERE:
        return Path(sys.executable)
    return folder / name / "bin" / "python"


def provide(folder: Path, name: str) -> None:
    """Make an environment, unless it is there and whole.

    Packages come from where pip is configured to look.

    Raises:
        InstallationError: pip cannot install what it needs.
    """
    if name == HERE:
        return
    needs, place = ENVIRONMENTS[name], folder / name
    marker = place / NEEDS
    if marker.exists() and marker.read_text("utf-8").splitlines() == list(needs):
        return
    print(f"making the environment {place}", file=sys.stderr)
    shutil.rmtree(place, ignore_errors=True)
    python = python_of(folder, name)
    _run([sys.executable, "-m", "venv", str(place)])
    _run([str(python), "-m", "pip", "install", "--quiet", *needs])
    marker.write_text("\n".join(needs) + "\n", "utf-8")


def exported_model(folder: Path, model: Path) -> Path:
    """Return the folder in which chromadb's own embedder looks for its ONNX file.

    Raises:
        InstallationError: It cannot be written.
    """
    place = folder / "chromadb-onnx"
    if not (place / "onnx" / "vocab.txt").exists():
        print(f"writing {place}", file=sys.stderr)
        python = python_of(folder, "chromadb")
        _run([str(python), str(EXPORTER), str(model), str(place / "onnx")])
    return place


def versions(folder: Path, name: str) -> dict[str, str]:
    """Return the versions of what an environment computes with."""
    command = [str(python_of(folder, name)), "-c", LIST, *TOLD]
    found: dict[str, str] = json.loads(_run(command))
    return found


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(
        command,
        env={**os.environ, **SETTINGS},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith("ERROR")]
        raise InstallationError((errors or lines or ["it failed"])[-1])
    return done.stdout
