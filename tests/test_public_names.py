import subprocess
import sys
from importlib import import_module
from pathlib import Path

import qa


def test_every_public_name_is_there():
    for name in qa.__all__:
        assert getattr(qa, name).__name__ == name


def test_no_module_hides_a_public_name():
    """A module of a package becomes its attribute once it is imported."""
    folder = Path(qa.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")}
    assert not modules & set(qa.__all__)
    for module in modules - {"__init__"}:
        import_module(f"qa.{module}")
    assert all(callable(getattr(qa, name)) for name in qa.__all__)


def test_a_name_there_is_not_is_told():
    code = "from qa import nothing_of_the_kind"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    assert "cannot import name 'nothing_of_the_kind'" in result.stderr


def test_importing_the_package_imports_no_engine():
    code = "import qa, sys; print('numpy' in sys.modules, qa.__version__)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["False", qa.__version__]
