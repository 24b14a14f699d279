"""Findings as SARIF 2.1.0, for code scanning and editors that read it."""

import json
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import quote

from langroute_repo.findings import Finding, Level, Report


class Rule(Protocol):
    """What a reader of the log is told of a rule."""

    @property
    def name(self) -> str: ...
    @property
    def level(self) -> Level: ...
    @property
    def summary(self) -> str: ...


def sarif(report: Report, rules: Sequence[Rule]) -> str:
    """One SARIF log with one run; accepted findings are suppressed results, not missing ones."""
    driver = {
        "name": "langroute",
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in report.findings],
    }
    return json.dumps({"version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "defaultConfiguration": {"level": rule.level},
    }


def _result(finding: Finding) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": finding.level,
        "message": {"text": f"{finding.message}\n{finding.hint}"},
        "locations": [_location(finding.path, finding.line, finding.column)],
        "relatedLocations": [
            _location(place.path, place.line, place.column) | {"message": {"text": place.message}}
            for place in finding.related
        ],
        "partialFingerprints": {"langroute/v1": finding.fingerprint},
    }
    if not finding.blocks:
        why = finding.accepted.because if finding.accepted else finding.excused or "stood before"
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": why}]
    return result


def _location(path: str, line: int, column: int) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(path)},
            "region": {"startLine": line, "startColumn": column},
        }
    }
