"""A newer version of the whole tool, made for a test in the repository that it comes from."""

import tomllib
from pathlib import Path

from langroute_repo.company.ownership import SAMPLE
from tests.repository import commit, git
from tests.sample import lay_checkout

NEWER = "99.0.0"
BRANCH = f"upgrade-{NEWER}"


def version(root: Path) -> str:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def released(root: Path) -> Path:
    """The tool's own repository as it is released: these files, with the sample company."""
    lay_checkout(root, lambda _: True)
    git(root, "init", "-q", "-b", "main")
    commit(root, "as it is here")
    git(root, "tag", f"v{version(root)}")
    return root


def samples(root: Path) -> list[str]:
    """Where it has the sample company's files, or another's in their place."""
    return [folder for folder in (".", SAMPLE) if (root / folder / "config").is_dir()]


def release_newer(origin: Path) -> None:
    """A file changed, one added, one gone; and in the sample another language and threshold."""
    with (origin / "docs/aws.md").open("a") as page:
        page.write("\nA newer page.\n")
    (origin / "docs/newer.md").write_text("A page that is new.\n")
    (origin / "docs/reader.md").unlink()
    for sample in samples(origin):
        languages = origin / sample / "config/languages"
        languages.mkdir(exist_ok=True)
        (languages / "mt.yaml").write_text("language: mt\n")
        (languages / "de.yaml").write_text("language: de\n")
    project = origin / "pyproject.toml"
    old = f'version = "{version(origin)}"'
    project.write_text(project.read_text().replace(old, f'version = "{NEWER}"', 1))
    commit(origin, "newer")
    git(origin, "tag", f"v{NEWER}")
