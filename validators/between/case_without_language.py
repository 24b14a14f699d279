from collections.abc import Iterator

from langroute.router import DEFAULT
from langroute.tree.language import lookups
from langroute.tree.tree import valid
from langroute.tree.trial import answering
from langroute.tree.wording import listed
from validators.finding import Fault, Given


def case_without_language(given: Given) -> Iterator[Fault]:
    """A file of cases is about a language that nobody answers for.

    The examples promise something to their readers that the router would refuse. Add the
    language's file, or remove the cases together with the language.
    """
    files = {tag.lower(): tag for tag in given.tree.languages}
    for tag, file, _ in valid(given.tree.cases):
        if answering(tag, files) is None:
            tried = [*lookups(tag), DEFAULT]
            yield Fault(
                file.place("language"),
                f"no file answers for {tag}: there is none for {listed(tried, last='or')}",
                f"add config/languages/{tag}.yaml, or remove {file.path}",
            )
