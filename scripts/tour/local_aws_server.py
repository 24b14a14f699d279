"""The child that `local_aws` starts: MiniStack, with four differences that stand here by name.

Rollout minutes are shortened, `ValidateConfiguration`, which MiniStack lacks, is answered by
`ValidatorStandIn`, and its CloudFormation learns of composite alarms from `composite_alarms` and of
notices and alarms on queries from `notices`.
"""

import os
import shutil
import signal
import sys
import threading

from scripts.tour import composite_alarms, notices
from scripts.tour.until_alone import wait_until_alone
from scripts.tour.validator_stand_in import ValidatorStandIn

MINUTE_VARIABLE = "LANGROUTE_LOCAL_AWS_MINUTE"


def _end_with_parent(folder: str) -> None:
    wait_until_alone()
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)  # this process leads its session: with what its Lambdas started


def _serve(folder: str) -> None:
    threading.Thread(target=_end_with_parent, args=[folder], daemon=True).start()
    sys.argv = ["ministack"]  # it reads the command line
    from ministack import app  # type: ignore[import-untyped]
    from ministack.services import appconfig  # type: ignore[import-untyped]

    appconfig._DEPLOYMENT_MINUTE_SECONDS = float(os.environ[MINUTE_VARIABLE])
    appconfig.handle_request = ValidatorStandIn(
        appconfig, f"http://{os.environ['BIND_HOST']}:{os.environ['GATEWAY_PORT']}"
    )
    composite_alarms.teach()
    notices.teach()
    app.main()


if __name__ == "__main__":
    _serve(sys.argv[1])
