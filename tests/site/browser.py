"""Chromium, where a machine has it, spoken to through a pipe: no driver, no port, no network.

CHROMIUM names it where it is called otherwise.
"""

import base64
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--no-first-run",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)
LOOKS = 3_000  # at a page that is not ready yet
# The descriptors on which Chromium reads commands and writes answers.
READS, WRITES = 3, 4


class Gone(Exception):
    """Chromium did not do it, as when another page came in between."""


class Tab:
    """A page; ``asked`` are addresses that it asked for, ``complaints`` what it complained of."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._rest, self._last = b"", 0
        self.asked: list[str] = []
        self.complaints: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the DevTools protocol to this page."""
        return self._call(method, self._session, **parameters)

    def _call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        self._last += 1
        command = {"id": self._last, "method": method, "params": parameters}
        if session:
            command["sessionId"] = session
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise Gone(answer["error"]["message"])
                result: dict[str, Any] = answer["result"]
                return result

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._answers, 1 << 16)
            assert more, "Chromium has gone"
            self._rest += more
        raw, _, self._rest = self._rest.partition(b"\0")
        told: dict[str, Any] = json.loads(raw)
        self._keep(told.get("method", ""), told.get("params", {}))
        return told

    def _keep(self, method: str, told: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])
        elif method == "Log.entryAdded":
            self.complaints.append(told["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(told["exceptionDetails"]))

    def size(self, width: int, *, dark: bool = False) -> None:
        """As wide as a telephone or a desktop, in light or dark."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=844 if width < 600 else 900,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def open(self, address: str) -> None:
        """Load a page, and wait until its script has worked."""
        self.call("Page.navigate", url=address)
        self.wait("document.documentElement.hasAttribute('data-ready')")

    def wait(self, condition: str) -> None:
        """Wait until an expression of the page is true, whatever page comes meanwhile."""
        ready = f"document.readyState === 'complete' && Boolean({condition})"
        for _ in range(LOOKS):
            try:
                if self.script(ready):
                    return
            except Gone:
                pass
            time.sleep(0.01)
        raise AssertionError(f"never came: {condition}; complaints: {self.complaints}")

    def script(self, expression: str) -> Any:
        """The value of an expression in the page; a promise is awaited."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def text(self, selector: str) -> str:
        """What a person reads at the first element that fits."""
        found = self.script(f"document.querySelector({json.dumps(selector)}).innerText")
        return " ".join(str(found).split())

    def click(self, selector: str) -> None:
        """Click where an element is, as a person does: what lies over it gets the click."""
        at = self.script(
            f"(() => {{ const node = document.querySelector({json.dumps(selector)});"
            "node.scrollIntoView({block: 'center'});"
            "const box = node.getClientRects()[0];"
            "return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=1
            )

    def picture(self, path: Path) -> None:
        """The whole page as PNG."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, **self._whole())
        path.write_bytes(base64.b64decode(shot["data"]))

    def _whole(self) -> dict[str, Any]:
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        return {"clip": {**size, "scale": 1}}


@contextmanager
def chromium() -> Iterator[Tab]:
    """A page of a browser of its own; the test is skipped where there is none."""
    path = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    if path is None:
        pytest.skip("chromium is not on this machine's PATH")
    to_browser, from_us = os.pipe()
    to_us, from_browser = os.pipe()
    with tempfile.TemporaryDirectory() as profile:
        nowhere = os.open(os.devnull, os.O_RDWR)
        running = os.posix_spawn(
            path,
            [path, *OPTIONS, f"--user-data-dir={profile}"],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, to_browser, READS),
                (os.POSIX_SPAWN_DUP2, from_browser, WRITES),
                *((os.POSIX_SPAWN_DUP2, nowhere, one) for one in (0, 1, 2)),
            ],
        )
        os.close(nowhere)
        os.close(to_browser)
        os.close(from_browser)
        try:
            yield Tab(from_us, to_us)
        finally:
            os.kill(running, signal.SIGTERM)
            os.waitpid(running, 0)
            os.close(from_us)
            os.close(to_us)
