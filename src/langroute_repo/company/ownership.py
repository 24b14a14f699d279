"""The one list of what a company calls its own; everything else that git keeps is the tool's.

`init` takes the sample out of these paths, `upgrade` never brings anything into them, `generate`
writes those that follow from the rest, and no test looks at them in the checkout it runs in. The
sample company has the same paths below its folder, which is the tool's.
"""

from collections.abc import Iterable

ORIGIN = ".langroute.json"  # only a company's checkout has one: which version of the tool this is
SAMPLE = "examples/acme"  # the company that docs, demo, tests and bench use, with the same paths
SAMPLE_DAY = "2026-11-22"  # it is frozen in time: the day on which its evidence is two weeks old

# A path ending in a slash is a folder with all that is in it.
WRITTEN = ("config/", "README.md", ".github/settings/", ORIGIN)
# Made by `generate` from what is written, so that they carry the company's names.
GENERATED = (".github/CODEOWNERS", "infra/", "schemas/")
COMPANYS = WRITTEN + GENERATED


def is_companys(path: str) -> bool:
    """Whether a path below the root, with forward slashes, is the company's and not the tool's."""
    return any(path == one or (one[-1] == "/" and path.startswith(one)) for one in COMPANYS)


def tools(paths: Iterable[str]) -> list[str]:
    """Those that are the tool's: what a newer version may change, add or take away."""
    return [path for path in paths if not is_companys(path)]
