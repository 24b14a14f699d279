"""Names of a foreign document as ours: languages as tags, models as files can be called."""

import re
from collections.abc import Callable, Mapping

from langroute.lookup import DEFAULT, folded
from langroute_repo.foreign.mapping import Languages
from langroute_repo.tags.objection import objection, preferred
from langroute_repo.tree.values import Name

Fault = Callable[[str, str], None]
_NAME = re.compile(next(one.pattern for one in Name.__metadata__))  # type: ignore[attr-defined]
LONGEST = 63


class Tags:
    """The tag of each language, told where it is another than there, refused where it is none."""

    def __init__(self, mapped: Languages, notes: list[str], fault: Fault) -> None:
        self.names, self.left_out = mapped.names or {}, mapped.leave_out or ()
        self.notes, self.fault = notes, fault
        self.held: dict[str, str] = {}
        self.renamed: dict[str, str] = {}

    def of(self, raw: str, place: str) -> str | None:
        """The tag of what is called ``raw`` there; None where it gets no file."""
        if raw in self.left_out:
            self.notes.append(f"{place}: left out, as the mapping says")
            return None
        tag = self.names.get(raw) or preferred(raw.replace("_", "-"))
        if wrong := objection(tag):
            hint = f'{wrong[1]}; name it in the mapping: languages: names: {{"{raw}": TAG}}'
            self.fault(f"{place}: {wrong[0]}", hint)
            return None
        if tag in self.held:
            self.fault(
                f'{place}: "{raw}" and "{self.held[tag]}" are both {tag}',
                "name one of them in leave_out: of languages, or give it another tag in names:",
            )
            return None
        self.held[tag] = raw
        if tag != raw:
            self.renamed[raw] = tag
            # A look-up disregards the case of letters, and nothing else.
            asked = "" if folded(raw) == folded(tag) else "; the backend asks for it by this tag"
            if tag == DEFAULT:
                asked = ", which answers for all that have no file"
            self.notes.append(f'{place}: "{raw}" is written {tag}{asked}')
        return tag


class ModelNames:
    """The name of each model, refused where no file can be called so."""

    def __init__(self, names: Mapping[str, str], fault: Fault) -> None:
        self.names, self.fault = names, fault
        self.ours: dict[str, str] = {}
        self.renamed: dict[str, str] = {}

    def of(self, raw: str, place: str) -> str:
        """What the model is called here."""
        name = self.names.get(raw, raw)
        if not _NAME.fullmatch(name) or len(name) > LONGEST:
            near = re.sub("[^a-z0-9]+", "-", raw.lower()).strip("-")[:LONGEST] or "model"
            self.fault(
                f'{place}: no model can be called "{raw}" here',
                f'give it a name in the mapping: models: {{"{raw}": {near}}}',
            )
        elif self.ours.setdefault(name, raw) != raw:
            self.fault(
                f'{place}: "{raw}" and "{self.ours[name]}" are both called {name}',
                "two models need two names in models: of the mapping",
            )
        if name != raw:
            self.renamed[raw] = name
        return name
