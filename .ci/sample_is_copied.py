#!/usr/bin/env python3
"""Whether a fresh clone holds the sample company: its own paths are those of examples/acme/.

Exit 0 when they are the same bytes, or when this is a company's checkout, whose files are its own;
1 and a line for each path that differs otherwise. With --write the sample is copied to the root.
For Python 3.11 alone, as .ci/run has it.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from langroute_repo.company.ownership import COMPANYS, ORIGIN, SAMPLE  # noqa: E402


def held(root: Path) -> dict[str, bytes]:
    """All files at the paths that are a company's, by their path below the root."""
    found: list[Path] = []
    for path in COMPANYS:
        found += (root / path).rglob("*") if path.endswith("/") else [root / path]
    return {one.relative_to(root).as_posix(): one.read_bytes() for one in found if one.is_file()}


def main(words: list[str]) -> int:
    if (ROOT / ORIGIN).exists():
        return 0
    here, sample = held(ROOT), held(ROOT / SAMPLE)
    differing = sorted(
        path for path in here.keys() | sample.keys() if here.get(path) != sample.get(path)
    )
    if words == ["--write"]:
        for path in differing:
            _write(ROOT / path, sample.get(path))
        return 0
    for path in differing:
        print(f"{path} is not that of {SAMPLE}/", file=sys.stderr)
    if differing:
        print("hint: change the sample, then .ci/sample_is_copied.py --write", file=sys.stderr)
    return 1 if differing else 0


def _write(file: Path, raw: bytes | None) -> None:
    if raw is None:
        file.unlink()
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
