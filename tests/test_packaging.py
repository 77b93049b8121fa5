"""What the wheel holds."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    if not (ROOT / "qa").is_dir():
        pytest.skip("the suite runs without the sources, against an installed wheel")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    subprocess.run(
        [*command, "--outdir", folder, str(ROOT)], check=True, capture_output=True
    )
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_four_packages_and_nothing_else(wheel: zipfile.ZipFile):
    top = {name.split("/")[0] for name in wheel.namelist()}
    assert {name for name in top if not name.endswith(".dist-info")} == {
        "index",
        "qa",
        "seeds",
        "ui",
    }


@pytest.mark.parametrize("package", ["index", "qa", "seeds", "ui"])
def test_every_file_of_a_package_is_in_the_wheel(wheel: zipfile.ZipFile, package: str):
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files
    for name, content in files.items():
        assert wheel.read(name) == content


def test_the_command_is_declared(wheel: zipfile.ZipFile):
    (entry,) = [n for n in wheel.namelist() if n.endswith("entry_points.txt")]
    assert b"pincite = ui.cli:main" in wheel.read(entry)
