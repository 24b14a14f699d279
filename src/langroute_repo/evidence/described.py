"""Which columns a log has, and what is nested in them, as DuckDB tells."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from langroute_repo.evidence.mapping import Place
from langroute_repo.evidence.refusals import told

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from duckdb.sqltypes import DuckDBPyType


def described(connection: "DuckDBPyConnection", path: Path, scan: str) -> Mapping[Place, str]:
    """The types of all columns, and of what is nested in them."""
    with told([path]):
        found = connection.sql(f"SELECT * FROM {scan}")
        return dict(_nested((), zip(found.columns, found.types, strict=True)))


def _nested(
    above: Place, held: Iterable[tuple[str, "DuckDBPyType"]]
) -> Iterator[tuple[Place, str]]:
    for name, kind in held:
        yield (*above, name), str(kind)
        if kind.id == "struct":
            inside = cast("list[tuple[str, DuckDBPyType]]", kind.children)
            yield from _nested((*above, name), inside)
