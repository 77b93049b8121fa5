"""Nothing heavy is imported until it is needed."""

import subprocess
import sys

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
