"""The archive of AppConfig's own validator: the rules on documents and what they need."""

import io
import zipfile
from pathlib import Path

HANDLER = "validators.appconfig_lambda.handler"

# Each below its folder of the repository. Nothing here imports what has to be installed: a
# contract in pyproject.toml holds the same list against that.
ARCHIVED = {
    "src": (
        "langroute/__init__.py",
        "langroute/checks.py",
        "langroute/decision.py",
        "langroute/document.py",
        "langroute/endpoint_shape.py",
        "langroute/lookup.py",
        "langroute/prepared.py",
        "langroute/promise.py",
        "langroute/router.py",  # langroute/__init__.py offers it
        "langroute/scale.py",
        "langroute/score_path.py",
        "langroute/shape.py",
        "langroute/successors.py",
        "langroute_repo/__init__.py",
        "langroute_repo/tags/__init__.py",
        "langroute_repo/tags/canonical.py",
        "langroute_repo/tags/codes.py",
        "langroute_repo/tags/objection.py",
        "langroute_repo/tags/registry.py",
        "langroute_repo/wording.py",
    ),
    "": (
        "validators/__init__.py",
        "validators/appconfig_lambda.py",
        "validators/document/__init__.py",
        "validators/document/document_breaks_file_rules.py",
        "validators/document/document_not_canonical.py",
        "validators/document/document_of_another_environment.py",
        "validators/document/document_too_large.py",
        "validators/document/document_unreadable.py",
        "validators/document/empty_document.py",
        "validators/document/pushed.py",
        "validators/document/rules.py",
        "validators/named_twice.py",
    ),
}
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that the format can hold
READABLE = 0o100644 << 16


def archive(project: Path) -> bytes:
    """The zip, the same bytes on every machine from the same sources.

    Not compressed: the output of deflate differs between versions of zlib.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as file:
        for folder, names in ARCHIVED.items():
            for name in names:
                file.writestr(_entry(name), (project / folder / name).read_bytes())
    return written.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system = 3  # Unix, on Windows too
    entry.external_attr = READABLE
    return entry
