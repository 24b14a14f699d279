"""What an environment is given, part by part, each as a short hash: to hold reviews against it.

A part is a language's compiled entry, by its tag, or one of what guards a push, by a name that no
language has.
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from langroute.document import canonical, parse
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.tree import Tree

DOCUMENT, ROLLOUT, ALARM, MEASURED = ":document", ":rollout", ":alarm", ":measured"
# Where it is pushed to, what has to run it before, the quick rollout, and who is told of it; and
# the limits that each later change is held against.
ENVIRONMENT, LIMITS = ":environment", ":limits"
GUARDS = (ROLLOUT, ALARM, MEASURED, ENVIRONMENT, LIMITS)
# 48 bits of a sha256: eight characters of base64 in a comment that has to stay small. Who wants a
# second entry of the same hash tries 2^47 of them, and each has to be one that somebody approves.
HASHED = 6  # bytes
Parts = Mapping[str, str]


def parts_of(tree: Tree, environment: str) -> dict[str, str]:
    """Of the files; none where nothing describes the environment.

    What does not compile has no part: the rules refuse such a state.
    """
    file = tree.environments.get(environment)
    if file is None or file.model is None:
        return {}
    own = file.model.model_dump(mode="json", exclude={"rehearsal"})  # no push is held to it
    if file.model.golden is None:
        del own["golden"]  # what was reviewed before there was such a key stays reviewed
    else:
        own["golden"] = file.model.gate  # whoever asks
    policy = tree.limits()
    limits = policy.model_dump(mode="json", exclude={"owners", "exceptions"})
    if "judged" not in policy.model_fields_set:
        del limits["judged"]  # for the same reason
    guards = {
        ROLLOUT: own.pop("rollout"),
        ALARM: own.pop("alarm"),
        MEASURED: limits.pop("measured"),
        ENVIRONMENT: own,
        LIMITS: limits,
    }
    told = {name: short_hash(one) for name, one in guards.items()}
    return _of(compile_tree(tree, environment)) | told


def apart(parts: Parts) -> tuple[dict[str, str], dict[str, str]]:
    """What a document holds, and what guards its push."""
    guards = {name: one for name, one in parts.items() if name in GUARDS}
    return {name: one for name, one in parts.items() if name not in guards}, guards


def parts_of_document(raw: bytes) -> dict[str, str]:
    """Of what is live, which holds no guards; ``DocumentError`` where it is no document of ours."""
    return _of(dict(parse(raw)))


def _of(document: Mapping[str, Any]) -> dict[str, str]:
    rest = {key: one for key, one in document.items() if key != "languages"}
    entries = {tag: short_hash(entry) for tag, entry in document["languages"].items()}
    return {DOCUMENT: short_hash(rest)} | entries


def short_hash(value: Mapping[str, Any]) -> str:
    """Eight characters, of the value's canonical bytes."""
    digest = hashlib.sha256(canonical(value)).digest()
    return base64.urlsafe_b64encode(digest[:HASHED]).decode()
