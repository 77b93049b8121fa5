"""Imports point down only."""

import ast
from pathlib import Path

import pytest

import index
import qa
import seeds
import ui

MAY_IMPORT = {
    "index": {"index"},
    "seeds": {"seeds"},
    "qa": {"qa", "index", "seeds"},
    "ui": {"ui", "qa"},
}
PACKAGES = {"index": index, "seeds": seeds, "qa": qa, "ui": ui}


def imported_packages(source: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names & MAY_IMPORT.keys()


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_down_only(package: str):
    folder = Path(PACKAGES[package].__file__).parent
    modules = sorted(folder.rglob("*.py"))
    assert modules
    for module in modules:
        upward = imported_packages(module.read_text("utf-8")) - MAY_IMPORT[package]
        assert not upward, f"{module.name} imports {upward}"


def test_an_upward_import_would_be_seen():
    assert imported_packages("def f():\n    from ui.app import serve\n") == {"ui"}
