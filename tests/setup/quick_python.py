"""A Python whose `venv` links pip into place instead of installing it, which takes seconds."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

_ENSUREPIP = '''
"""Stands in for the module of this name, which `venv` runs in what it has made."""

import sysconfig
from pathlib import Path

Path(sysconfig.get_path("purelib"), "pip").symlink_to({pip!r})
'''


def quick_python(folder: Path) -> Path:
    """An installation in a folder: the files of the one that runs these tests, but for one module.

    Where such a copy does not run (a Python that is bound to its place), the one that it is of.
    """
    program = Path(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))
    library = Path(os.__file__).parent
    python = folder / "bin" / program.name
    python.parent.mkdir(parents=True)
    shutil.copy2(program, python)
    inside = folder / "lib" / library.name
    inside.mkdir(parents=True)
    for one in (*library.iterdir(), *library.parent.glob("libpython*")):
        if one.name not in ("__pycache__", "ensurepip", "site-packages"):
            place = inside if one.parent == library else inside.parent
            (place / one.name).symlink_to(one)
    pip = importlib.util.find_spec("pip")
    assert pip is not None
    assert pip.origin is not None
    module = inside / "ensurepip"
    module.mkdir()
    (module / "__init__.py").touch()
    text = _ENSUREPIP.format(pip=str(Path(pip.origin).parent))
    (module / "__main__.py").write_text(text, encoding="utf-8")
    return python if _runs(python) else program


def _runs(python: Path) -> bool:
    command = [str(python), "-I", "-c", "import ensurepip, venv; print(ensurepip.__file__)"]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return ended.stdout.startswith(str(python.parent.parent))
