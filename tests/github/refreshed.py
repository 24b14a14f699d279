"""Evidence counted anew, as a run of `evidence build` leaves it: other counts, seals that fit."""

import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from langroute_repo.editing.reseal import reseal
from langroute_repo.tree.files.evidence import Evidence, render, with_digest
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder


def refresh(root: Path, tags: Collection[str] = (), more: int = 7, times: int = 1) -> None:
    """The evidence of these languages, or of all, with some more scores in the highest cell.

    There are so many ``times`` as many events a day.
    """
    tree, new = read(Folder(root)), {}
    for (model, tag), path in tree.evidence_paths.items():
        found = tree.evidence(model, tag)
        if found is not None and (not tags or tag in tags):
            new[model, tag] = path, _counted(found, more, times)

    def evidence(model: str, tag: str) -> Evidence | str | None:
        return new[model, tag][1] if (model, tag) in new else tree.evidence(model, tag)

    after = replace(tree, evidence_reader=evidence)
    for file, _, text in reseal(tree, after, new.keys()).files:
        (root / file).write_bytes(text)
    for path, counted in new.values():
        (root / path).write_text(render(counted), "utf-8")


def _counted(found: Evidence, more: int, times: int) -> Evidence:
    """Made anew as a whole: a copy would keep sums of the old counts."""
    counts = [*found.counts[:-1], found.counts[-1] + more]
    data = json.loads(render(found)) | {"counts": counts}
    data["events"]["per_day"] *= times
    made = Evidence.model_validate(data)
    return with_digest(made)
