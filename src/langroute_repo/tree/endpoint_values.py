"""Values of what an endpoint says beyond its address; the forms are those that readers ask for."""

from typing import Annotated

from langroute.endpoint_shape import HEADER, HEADER_VALUE, SCHEME, VARIABLE
from langroute.score_path import LONGEST, PATTERN
from langroute_repo.tree.form import Text

ScorePath = Annotated[
    str,
    Text(
        PATTERN,
        "a path to the score, in quotes where it begins with a bracket",
        ("probability", "predictions[0]", "[label=RELEVANT].score", "."),
        longest=LONGEST,
    ),
]
KeyName = Annotated[
    str, Text(r"^[A-Za-z0-9_.:-]+$", "a name that the server has for it", ("serving_default",))
]
Timeout = Annotated[
    str,
    Text(
        r"^([1-9][0-9]{0,5}ms|[1-9][0-9]{0,2}s)$",
        "milliseconds or seconds with their unit",
        ("800ms", "2s"),
    ),
]
HeaderName = Annotated[
    str, Text(HEADER, "the name of a header", ("X-Tenant", "Authorization"), longest=64)
]
HeaderWord = Annotated[str, Text(SCHEME, "one word", ("Bearer",), longest=32)]
HeaderValue = Annotated[
    str, Text(HEADER_VALUE, "printable ASCII, or {variable: NAME}", ("emea",), longest=1024)
]
VariableName = Annotated[
    str, Text(VARIABLE, "the name of an environment variable", ("SCORER_TOKEN",))
]
BackendPath = Annotated[
    str,
    Text(
        r"^/[A-Za-z0-9._@+/-]+$",
        "the whole path of a file in the backend",
        ("/etc/ssl/models.pem",),
        longest=512,
    ),
]
TargetModel = Annotated[
    str, Text(r"^[A-Za-z0-9._/-]+$", "an archive of a multi-model endpoint", ("de.tar.gz",), 512)
]


def milliseconds(timeout: str) -> int:
    """A time limit such as ``800ms`` or ``2s`` in milliseconds."""
    if timeout.endswith("ms"):
        return int(timeout[:-2])
    return int(timeout[:-1]) * 1000
