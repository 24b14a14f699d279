"""The first line of every file, by which an editor finds the schema to complete and explain it."""

SCHEMAS = {
    "languages": "language",
    "models": "model",
    "sources": "source",
    "environments": "environment",
    "cases": "cases",
    "golden": "golden",
    "policy.yaml": "policy",
    "freeze.yaml": "freeze",
    "log.yaml": "log",
    "accepted": "acceptance",
}
START = "# yaml-language-server: $schema="


def modeline(path: str) -> str:
    """The line for a file, by its path from the root (``config/languages/de.yaml``)."""
    _, kind, *below = path.split("/")
    return f"{START}{'../' * len(below)}../schemas/{SCHEMAS[kind]}.schema.json"
