"""How DuckDB writes names, texts and times."""

from collections.abc import Mapping

from langroute_repo.evidence.log import COLUMNS, Known
from langroute_repo.evidence.mapping import Place
from langroute_repo.evidence.projection import Dialect, projection


def quoted(text: object) -> str:
    """A text as SQL writes one."""
    return "'" + str(text).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name of whatever characters, as SQL writes one."""
    return '"' + name.replace('"', '""') + '"'


def expression(place: Place) -> str:
    """A column, or what is nested in it; by functions, for dots could name a table as well."""
    column, *steps = place
    found = f"theirs.{identifier(column)}"
    for step in steps:
        found = f"struct_extract({found}, {quoted(step)})"
    return found


DUCKDB = Dialect(
    text="VARCHAR",
    types=COLUMNS,
    literal=quoted,
    moment="CAST({} AS TIMESTAMP)",
    iso="CAST(CAST({} AS TIMESTAMPTZ) AS TIMESTAMP)",
    microseconds="MAKE_TIMESTAMP({})",
    zoned="LOWER(TYPEOF({})) LIKE '%with time zone'",
)


def select(scan: str, found: Mapping[str, Place], known: Known, lines: bool) -> str:
    """Our columns of a scan of theirs."""
    taken = {ours: expression(place) for ours, place in found.items()}
    return projection(known.log, DUCKDB, taken, known.ends, lines).select(f"{scan} AS theirs")
