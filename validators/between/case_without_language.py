from collections.abc import Iterator

from langroute.lookup import DEFAULT, answering, looked_up
from langroute_repo.tree.tree import valid
from langroute_repo.wording import listed
from validators.finding import Fault, Given


def case_without_language(given: Given) -> Iterator[Fault]:
    """A file of cases is about a language that nobody answers for.

    The examples promise something to their readers that the router would refuse. Add the
    language's file, or remove the cases together with the language.
    """
    names = given.tree.names
    for tag, file, _ in valid(given.tree.cases):
        if answering(tag, names) is None:
            tried = [*(one for one, _ in looked_up(tag)), DEFAULT]
            yield Fault(
                file.place("language"),
                f"no file answers for {tag}: there is none for {listed(tried, last='or')}",
                f"add config/languages/{tag}.yaml, or remove {file.path}",
                depends={"language": tag},
            )
