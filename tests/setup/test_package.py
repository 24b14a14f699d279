"""What a backend gets from `pip install .`, and what the verbs' requirements are pinned to."""

import email
import json
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tests.setup.checkout import REPOSITORY

TOOLING = {"boto3", "botocore", "deepdiff", "duckdb", "jsonschema", "pydantic", "ruamel", "yaml"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built the way pip does, by the backend that pyproject.toml names."""
    folder = tmp_path_factory.mktemp("package")
    for name in ("pyproject.toml", "docs/backend.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, folder / name)
    shutil.copytree(REPOSITORY / "src", folder / "src")
    command = [sys.executable, "-P", "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder / "out"), str(folder)]
    subprocess.run(command, check=True)
    return next((folder / "out").glob("*.whl"))


@pytest.fixture(scope="module")
def backend(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a backend that has installed the package and nothing else."""
    folder = tmp_path_factory.mktemp("backend")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    command = [sys.executable, "-P", "-m", "pip", "--python", str(python), "install"]
    subprocess.run([*command, "--quiet", "--no-index", str(wheel)], check=True)
    return python


@pytest.mark.slow
def test_it_requires_nothing(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(about))
    required = metadata.get_all("Requires-Dist", [])
    assert [line for line in required if "extra ==" not in line] == []
    assert metadata["Requires-Python"] == ">=3.11"
    assert "langroute/py.typed" in names
    assert {name.partition("/")[0] for name in names} == {"langroute", about.partition("/")[0]}


@pytest.mark.slow
def test_a_backend_imports_it_without_any_tooling(backend: Path) -> None:
    modules = ["langroute", *(f"langroute.{name}" for name in ("document", "router", "scale"))]
    program = f"import json, sys, {', '.join(modules)}; print(json.dumps(sorted(sys.modules)))"
    command = [str(backend), "-I", "-W", "error", "-c", program]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    loaded = {name.partition(".")[0] for name in json.loads(ended.stdout)}
    assert not loaded & TOOLING
    assert not [name for name in json.loads(ended.stdout) if name.startswith("langroute_repo.tree")]


def test_the_extras_are_among_the_pinned() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["dependencies"] == []
    extras = {name(line) for lines in project["optional-dependencies"].values() for line in lines}
    # pyspark needs a Java, and only a log that outgrows one machine needs pyspark.
    assert extras - {"pyspark"} <= pinned("requirements.txt")


@pytest.mark.parametrize("of", ["requirements", "requirements-dev"])
def test_what_is_wanted_is_pinned(of: str) -> None:
    wanted = (REPOSITORY / f"{of}.in").read_text("utf-8").splitlines()
    assert {name(line) for line in wanted if re.match(r"\w", line)} <= pinned(f"{of}.txt")


@pytest.mark.parametrize(
    "path",
    [
        "requirements.txt",
        "requirements-dev.txt",
        "tests/evidence/spark-requirements.txt",
        "tests/evidence/spark-build-requirements.txt",
    ],
)
def test_pins_are_exact_hashed_and_name_no_place(path: str) -> None:
    text = (REPOSITORY / path).read_text("utf-8")
    pin = (
        r"[a-z0-9-]+==[0-9a-z.]+( ; [a-z_]+ ([!=>]=|<) '[\w.]+')? \\\n"
        r"(    --hash=sha256:[0-9a-f]{64} \\\n)*    --hash=sha256:[0-9a-f]{64}\n"
    )
    assert re.fullmatch(rf"(#.*\n)*({pin})+", text)


def pinned(file: str) -> set[str]:
    text = (REPOSITORY / file).read_text("utf-8")
    return {name(line) for line in text.splitlines() if re.match(r"\w", line)}


def name(requirement: str) -> str:
    """The package's name as PyPI writes it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[=<>; \[]", requirement)[0]).lower()
