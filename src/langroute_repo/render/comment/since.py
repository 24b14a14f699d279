"""What changed since the review that the comment told of before: a hidden line remembers that.

The line holds a digest for each language and each other file, of what is changed there and what
that does. A run for the same head once more says the same, so the line holds what was different.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from langroute_repo.output.diff import DiffChange, DiffOutput
from langroute_repo.output.review import Review
from langroute_repo.render.comment.header import COMMIT
from langroute_repo.render.comment.links import Links
from langroute_repo.render.hidden_marker import marked, marker
from langroute_repo.render.markdown import brief, cut
from langroute_repo.wording import listed

KIND = "told"
DIGITS = 8
NAME = 100  # characters
# Characters of the line; a change of more than about 350 languages is not remembered.
LONGEST = 6_000
MOST_NAMED, NAMES = 30, 500  # and characters of them
Digests = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a comment tells of: ``now``, and of the head before it what was otherwise there.

    An empty digest in ``before`` is of what was not there.
    """

    head: str
    now: Digests
    last: str = ""
    before: Digests = field(default_factory=dict)

    def line(self) -> str:
        """As it stands in the comment; empty where there is too much to remember."""
        made = marker(KIND, head=self.head, now=self.now, last=self.last, before=self.before)
        return made if len(made) <= LONGEST else ""


def told(review: Review, previous: str) -> Told | None:
    """What this review tells of, beside the body of the comment that it replaces.

    One that found out nothing leaves what was told before.
    """
    old = _told_by(previous)
    if review.diff is None:
        return old
    now = _digests(review.diff)
    if old is None:
        return Told(review.head, now)
    last, then = (old.last, _then(old)) if old.head == review.head else (old.head, old.now)
    before = {
        name: then.get(name, "") for name in {**then, **now} if then.get(name) != now.get(name)
    }
    return Told(review.head, now, last, before)


def since(found: Told | None, head: str, links: Links) -> str:
    """A sentence; empty where nothing was told of another head."""
    if found is None or found.head != head or not found.last:
        return ""
    parts = [f"{word} {_names(names)}" for word, names in _sorted(found) if names]
    words = "; ".join(parts) or "nothing of config/ is different"
    return f"**Since the review of {links.commit(found.last)}**: {words}."


def _sorted(found: Told) -> Iterator[tuple[str, Collection[str]]]:
    new = {name for name, digest in found.before.items() if not digest}
    gone = found.before.keys() - found.now.keys()
    yield "new", new
    yield "gone", gone
    yield "different", found.before.keys() - new - gone


def _names(names: Collection[str]) -> str:
    ranked = sorted(names, key=lambda name: ("/" in name, name))
    return brief(listed(ranked, longest=MOST_NAMED), NAMES)


def _then(old: Told) -> dict[str, str]:
    """What the review before the one of ``old`` told of."""
    merged = {**old.now, **old.before}
    return {name: digest for name, digest in merged.items() if digest}


def _digests(diff: DiffOutput) -> dict[str, str]:
    changes: dict[str, list[DiffChange]] = {one.language: one.changes for one in diff.languages}
    for one in diff.others:
        changes.setdefault(one.path.partition("#")[0], []).append(one)
    return {cut(name, NAME): _digest(found) for name, found in changes.items()}


def _digest(changes: list[DiffChange]) -> str:
    facts = [one.model_dump(include={"path", "kind", "before", "after", "told"}) for one in changes]
    text = json.dumps(facts, sort_keys=True)
    return sha256(text.encode("utf-8")).hexdigest()[:DIGITS]


def _told_by(body: str) -> Told | None:
    """The line of a comment, which is its second; None for any other text."""
    found = marked(KIND, body.partition("\n")[2])
    if found is None or not COMMIT.fullmatch(str(found.get("head"))):
        return None
    last = str(found.get("last"))
    known = last if COMMIT.fullmatch(last) else ""
    return Told(found["head"], _known(found.get("now")), known, _known(found.get("before")))


def _known(digests: object) -> Digests:
    told = digests.items() if isinstance(digests, dict) else ()
    return {name: digest for name, digest in told if isinstance(digest, str)}
