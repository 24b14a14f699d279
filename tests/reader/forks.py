"""Child processes that a test forks, as a server does that loads the backend and then forks."""

import os
from collections.abc import Callable

import pytest

forks = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


def in_child(act: Callable[[], object]) -> str:
    """What a function says in a forked process, or how it failed there."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = str(act())
        except BaseException as error:
            said = repr(error)
        os.write(writes, said.encode())
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said
