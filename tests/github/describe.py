"""Makes `description.json` anew: the slice of GitHub's published description of its API.

`python -m tests.github.describe [VERSION]` takes it from the npm package `@octokit/openapi`, the
newest one unless a version is named; npm has to reach its registry. No test does that: they read
the file. What people read (descriptions, examples) is left out, and so is what nothing here calls.
"""

import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = "@octokit/openapi"
FILE = Path(__file__).with_name("description.json")
BASE = "/repos/{owner}/{repo}"
# What src/langroute_repo/github calls; a test holds it against the calls that are made.
OPERATIONS = {
    "": ("get", "patch"),
    "pulls": ("get", "post"),
    "pulls/{pull_number}": ("get", "patch"),
    "pulls/{pull_number}/files": ("get",),
    "pulls/{pull_number}/reviews": ("get",),
    "commits/{commit_sha}/pulls": ("get",),
    "activity": ("get",),
    "compare/{basehead}": ("get",),
    "issues": ("get", "post"),
    "issues/{issue_number}": ("patch",),
    "issues/{issue_number}/comments": ("get", "post"),
    "issues/{issue_number}/events": ("get",),
    "issues/comments/{comment_id}": ("patch",),
    "rulesets": ("get", "post"),
    "rulesets/{ruleset_id}": ("get", "put"),
    "actions/permissions": ("get", "put"),
    "actions/permissions/selected-actions": ("get", "put"),
    "actions/permissions/workflow": ("get", "put"),
    "actions/permissions/fork-pr-contributor-approval": ("get", "put"),
    "actions/permissions/fork-pr-workflows-private-repos": ("get", "put"),
    "actions/permissions/access": ("get", "put"),
    "environments/{environment_name}": ("get", "put"),
    "environments/{environment_name}/deployment-branch-policies": ("get", "post"),
    "environments/{environment_name}/deployment-branch-policies/{branch_policy_id}": ("delete",),
    "teams": ("get",),
    "collaborators": ("get",),
}
SAID = ("default", "deprecated", "description", "example", "examples", "externalDocs", "title")
Json = dict[str, Any]


def published(version: str) -> tuple[str, Json]:
    """The package's version and the description in it."""
    with tempfile.TemporaryDirectory(prefix="langroute-describe-") as folder:
        words = ["npm", "pack", "--silent", f"{PACKAGE}@{version}", "--pack-destination", folder]
        packed = subprocess.run(words, check=True, capture_output=True, encoding="utf-8")
        with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as archive:
            package = _member(archive, "package/package.json")
            return package["version"], _member(archive, "package/generated/api.github.com.json")


def _member(archive: tarfile.TarFile, name: str) -> Json:
    found = archive.extractfile(name)
    assert found is not None, f"{PACKAGE} holds no {name}"
    read: Json = json.load(found)
    return read


def sliced(version: str, whole: Json) -> Json:
    """The operations, with all schemas that they name."""
    paths = {
        path: {method: _operation(whole, whole["paths"][path][method]) for method in methods}
        for path, methods in (
            (f"{BASE}/{path}".rstrip("/"), methods) for path, methods in OPERATIONS.items()
        )
    }
    schemas: Json = {}
    wanted = set(_named(paths))
    while missing := wanted - schemas.keys():
        schemas |= {name: _schema(whole["components"]["schemas"][name]) for name in missing}
        wanted = set(_named([paths, schemas]))
    return {
        "openapi": whole["openapi"],
        "info": {
            "package": f"{PACKAGE} {version}",
            "version": whole["info"]["version"],
            "license": {"name": whole["info"]["license"]["name"]},
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(whole: Json, told: Json) -> Json:
    found: Json = {
        "parameters": [_parameter(_resolved(whole, one)) for one in told.get("parameters", [])],
        "responses": {
            status: _content(_resolved(whole, answer))
            for status, answer in told["responses"].items()
        },
    }
    if "requestBody" in told:
        required = told["requestBody"].get("required", False)
        found["requestBody"] = {"required": required} | _content(told["requestBody"])
    return found


def _resolved(whole: Json, told: Json) -> Json:
    """A parameter or an answer itself, where it is named only."""
    for key in told.get("$ref", "#").split("/")[1:]:
        whole = whole[key]
    return whole if "$ref" in told else told


def _parameter(told: Json) -> Json:
    kept = {key: told[key] for key in ("in", "name", "required") if key in told}
    return kept | {"schema": _schema(told["schema"])}


def _content(told: Json) -> Json:
    kind = "application/json"
    found = told.get("content", {}).get(kind)
    return {"content": {kind: {"schema": _schema(found["schema"])}}} if found else {}


def _schema(told: Any) -> Any:
    """Without what is for people; the names of members are no such thing."""
    if isinstance(told, list):
        return [_schema(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {
        key: {name: _schema(one) for name, one in inner.items()}
        if key == "properties"
        else _schema(inner)
        for key, inner in told.items()
        if key not in SAID and not key.startswith("x-")
    }


def _named(told: Any) -> Iterator[str]:
    yield from re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(told))


def main(words: list[str]) -> int:
    made = sliced(*published(words[0] if words else "latest"))
    FILE.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {made['info']['package']}, {FILE.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
