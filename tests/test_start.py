"""Nothing heavy is imported until it is needed."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    *("torch", "gradio", "sentence_transformers", "faiss", "sklearn", "transformers"),
    *("numpy", "onnxruntime", "tantivy"),
}


@pytest.mark.parametrize("statement", ["import qa", "import ui.cli; ui.cli._parser()"])
def test_start_loads_nothing_heavy(statement: str):
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in result.stdout.split()}
    assert not loaded & HEAVY


def test_a_process_that_reads_loads_what_its_file_needs():
    code = "from index.reading import parsed\nparsed('a.txt', b'Whales sing.')"
    code += "\nimport sys\nprint(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in result.stdout.split()}
    assert not loaded & {*HEAVY, "lxml", "pypdfium2", "py3langid"}


def test_a_lookup_loads_neither_the_model_nor_what_reads_documents(tmp_path: Path):
    code = "import sys\nfrom qa import Assistant\n"
    code += "with Assistant.open(sys.argv[1], create=True) as assistant:\n"
    code += "    assistant.lookup('CD/2100, para. 5')\nprint(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "library")],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(result.stdout.split())
    assert not loaded & {"faiss", "onnxruntime", "tokenizers", "lxml", "pydantic"}
    assert not loaded & {"index.adding", "index.storing", "qa.ranking"}
