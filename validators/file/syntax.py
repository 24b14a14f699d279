from collections.abc import Iterator

from langroute_repo.strict_yaml.position import Span
from langroute_repo.tree.tree import Place
from validators.finding import Fault, Given


def syntax(given: Given) -> Iterator[Fault]:
    """The file's text is not YAML, or YAML that means something else than it seems to say.

    The reader is strict: values that other readers turn into something surprising (`yes`, `012`,
    `2024-01-15`), duplicate keys, anchors, tags and characters that cannot be seen are refused at
    their place. The rest of the file is held against the other rules once its text is in order.
    """
    for file in given.tree.files():
        for fault in file.text_faults:
            related = tuple((Place(file.path, span), words) for span, words in fault.related)
            yield Fault(
                Place(file.path, fault.span),
                fault.message,
                fault.hint,
                related,
                depends={"lines": _lines(file.raw, fault.span)},
            )


def _lines(raw: bytes, span: Span) -> str:
    """The whole lines that a fault stands in: at its place alone may stand very little."""
    lines = raw.decode(errors="replace").replace("\r\n", "\n").split("\n")
    return "\n".join(lines[span.line - 1 : span.end_line])
