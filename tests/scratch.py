"""Where the tests keep their files: in memory, where the machine has room for that."""

import os
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 2**30  # bytes; they hold a tenth of that at once


def in_memory(folder: Path = MEMORY) -> bool:
    """Whether a folder of Linux's for shared memory takes the files, and runs programs among them.

    Hundreds of repositories are made and removed: on a disk half of the kernel's time goes there.
    """
    if not os.access(folder, os.W_OK):
        return False
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize >= ENOUGH and not room.f_flag & os.ST_NOEXEC
