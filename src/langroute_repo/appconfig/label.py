"""How the version of a commit is labelled."""

import re

LABEL = re.compile(r"git-([0-9a-f]{12})(-[0-9a-f]{8}|-dirty)?")
