"""Tables and labelled lines on a terminal: columns as wide as what they hold."""

from collections.abc import Iterable, Sequence


def table(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Rows as lines with aligned columns; those named in ``right`` are aligned to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    aligned = set(right)
    lines = []
    for row in rows:
        cells = (
            cell.rjust(width) if column in aligned else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def labelled(rows: Sequence[tuple[str, str]], indent: str = "") -> str:
    """Lines of a label and what it says; a label is not repeated below itself."""
    width = max(len(label) for label, _ in rows)
    return "".join(f"{indent}{label:<{width}}  {said}".rstrip() + "\n" for label, said in rows)
