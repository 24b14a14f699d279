"""Language tags in the files: their canonical spelling, and which tag covers which."""

from collections.abc import Collection

from langroute.lookup import candidates

# BCP 47 (RFC 5646, section 2.1.1): language lower, script Title, region UPPER, the rest lower.


def canonical(tag: str) -> str:
    """The tag in its canonical letter case; it says nothing about whether the tag exists."""
    first, *rest = tag.split("-")
    parts = [first.lower()]
    for part in rest:
        singleton = any(len(one) == 1 for one in parts[1:])
        if not singleton and len(part) == 4 and part.isalpha():
            parts.append(part.title())
        elif not singleton and len(part) == 2:
            parts.append(part.upper())
        else:
            parts.append(part.lower())
    return "-".join(parts)


def covers(tags: Collection[str], tag: str) -> bool:
    """Whether a list of tags holds this one or one that it is a region or script of.

    The same truncation as the router's look-up: ``pt`` covers ``pt-BR``.
    """
    return any(one in tags for one in candidates(tag))
