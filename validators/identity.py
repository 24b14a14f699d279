"""What makes a finding this one and no other: its rule, its place and the values it depends on."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from langroute_repo.strict_yaml.position import Keys, Span

# By which of its values an entry of a list is called, for entries that are mappings: a shadow by
# its model, a case by what it is about, an exception by the rule and the file that it is for.
NAMES = ("model", "about", "rule", "path")


def fingerprint(rule: str, path: str, at: Sequence[str], depends: Mapping[str, str]) -> str:
    """Eight hex digits that are valid for exactly this finding.

    They are the first of a sha256 over the JSON of rule, path of the file, place in it (as
    ``steps`` names it) and the values in the order of their names.
    """
    told = json.dumps([rule, path, list(at), sorted(depends.items())])
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def steps(data: object, at: Keys | Span) -> Iterator[str]:
    """The way to a place in a file's data that stays the same when entries come before it.

    An index into a list becomes the name of the entry there; of entries with one name all but the
    first are told apart by a number behind it. A stretch of text has no such way: line numbers
    name nothing.
    """
    for step in () if isinstance(at, Span) else at:
        if isinstance(data, list) and isinstance(step, int) and step < len(data):
            names = [_name(entry) for entry in data[: step + 1]]
            yield names[-1]
            if names.count(names[-1]) > 1:
                yield str(names.count(names[-1]))
            data = data[step]
        else:
            yield str(step)
            data = data.get(step) if isinstance(data, dict) else None


def _name(entry: object) -> str:
    if isinstance(entry, dict):
        return " ".join(str(entry[key]) for key in NAMES if key in entry)
    return str(entry)
