"""Where the files say another value than a document that is read elsewhere until the switch."""

from collections.abc import Iterator, Mapping
from typing import Any

from langroute_repo.onboarding.reading import Data
from langroute_repo.tree.files.language import Answerer, LanguageFile
from langroute_repo.tree.tree import Tree
from langroute_repo.tree.values import basis_points, points


def drifted(there: Data, tree: Tree) -> Iterator[str]:
    """Each language, and each value of one, that is not the same on both sides.

    ``there`` are answers that were read; what they do not say is not compared.
    """
    here = {tag: file.model for tag, file in tree.languages.items() if file.model}
    for tag in sorted({*there["languages"], *here}):
        if tag not in here:
            yield f"{tag}: there, and not in config/languages"
        elif tag not in there["languages"]:
            yield f"{tag}: in config/languages, and not there"
        else:
            yield from _of_language(tag, _flat(there["languages"][tag]), _of_file(here[tag]))


def _of_language(tag: str, there: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[str]:
    for key in {**there, **here}:
        # What no mapping leads to, such as fields, is said here alone.
        inside = key.rpartition(".")[0]
        asked = f"{inside}.model" if inside else "model"
        if key not in there and asked in there:
            continue
        was, now = there.get(key), here.get(key)
        if was != now:
            yield f"{tag}: {key} is {_told(was)} there and {_told(now)} here"


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return "nothing" if value is None else f"{value}"


def _flat(said: Data) -> dict[str, Any]:
    """What is said of a language, with the shadows by their models."""
    beside = {"canary": said["canary"]} if "canary" in said else {}
    beside |= {f"shadow {one['model']}": one for one in said.get("shadows", ())}
    flat = {key: one for key, one in said.items() if key not in ("canary", "shadows")}
    for name, one in beside.items():
        flat |= {f"{name}.{key}": value for key, value in one.items()}
    return flat


def _of_file(file: LanguageFile) -> dict[str, Any]:
    flat = _of_answerer(file.primary)
    beside: dict[str, Any] = {"canary": file.canary} if file.canary else {}
    beside |= {f"shadow {one.model}": one for one in file.shadows}
    for name, one in beside.items():
        held = _of_answerer(one) | {"traffic": points(basis_points(one.traffic))}
        flat |= {f"{name}.{key}": value for key, value in held.items()}
    return flat


def _of_answerer(one: Answerer) -> dict[str, Any]:
    return {"model": one.model, "threshold": one.threshold.at, "fields": list(one.fields)}
