"""The file that accepts warnings, as its lines are written and as they are offered to be pasted."""

import json
from collections.abc import Sequence

from langroute_repo.tree.modeline import modeline

# Too short for a reason, so that nobody leaves it as it is.
REASON = "…"


def acceptance_lines(
    path: str, names: Sequence[str], because: str = "", until: str = ""
) -> list[str]:
    """The lines of the file at ``path``; without a reason they ask for one."""
    lines = [modeline(path), f"accepts: [{', '.join(names)}]"]
    lines += [f"because: {json.dumps(because, ensure_ascii=False) if because else REASON}"]
    return [*lines, *([f'until: "{until}"'] if until else [])]
