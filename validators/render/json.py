"""Findings for machines, in the published shape of schemas/check-output.schema.json."""

import json
from dataclasses import asdict

from validators.finding import Report

FIELDS = (
    "rule", "level", "path", "line", "column", "message", "hint", "fingerprint", "acknowledged",
)  # fmt: skip


def as_json(report: Report) -> str:
    """One JSON object; ``schema_version`` grows when the shape changes for its readers."""
    findings = [
        {name: getattr(one, name) for name in FIELDS}
        | {"related": [asdict(place) for place in one.related]}
        for one in report.findings
    ]
    summary = {
        "errors": report.count("error"),
        "warnings": report.count("warning"),
        "acknowledged": report.acknowledged,
        "files": report.files,
    }
    return (
        json.dumps(
            {
                "schema_version": 1,
                "findings": findings,
                "stale_acknowledgements": list(report.stale),
                "summary": summary,
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )
