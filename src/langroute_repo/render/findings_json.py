"""Findings for machines, in the published shape of schemas/check-output.schema.json."""

import json
from dataclasses import asdict
from typing import Any

from langroute_repo.findings import Finding, Report

FIELDS = (
    "rule", "level", "path", "line", "column", "message", "hint", "fingerprint",
)  # fmt: skip


def as_json(report: Report) -> str:
    """One JSON object; ``schema_version`` grows when the shape changes for its readers."""
    return json.dumps(as_data(report), ensure_ascii=False, indent=2) + "\n"


def as_data(report: Report) -> dict[str, Any]:
    """The same as an object."""
    summary = {
        "errors": report.count("error"),
        "warnings": report.count("warning"),
        "acknowledged": report.acknowledged,
        "files": report.files,
    }
    return {
        "schema_version": 1,
        "findings": [_finding(one) for one in report.findings],
        "stale_acknowledgements": list(report.stale),
        "summary": summary,
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {name: getattr(one, name) for name in FIELDS} | {
        "acknowledgement": one.acknowledgement if one.level == "warning" else None,
        "acknowledged": one.acknowledged,
        "related": [asdict(place) for place in one.related],
    }
