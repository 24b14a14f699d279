"""Stands in for the endpoints of all models: SageMaker's way to ask, and TensorFlow Serving's.

    python model_server.py --port 8501
    export AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME=http://127.0.0.1:8501

A backend whose boto3 is led here asks it for every endpoint name. Names with ``chars`` in them are
answered from the characters of the title, all others from the words of title and body. With

    --lose NAME=FIELD

the endpoint of this name behaves as one whose container was built with a bug: it answers, and never
sees the field.
"""

import argparse
import json
import re
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from relevance import score

WEIGHTS = json.loads(Path(__file__).with_name("relevance.json").read_text("utf-8"))
SAGEMAKER = re.compile(r"/endpoints/([\w.-]+)/invocations")
TENSORFLOW = re.compile(r"/v1/models/([\w.-]+):predict")
LONGEST = 1 << 20  # bytes of a request
LOST: dict[str, str] = {}  # by endpoint, the field that its container loses


class Endpoint(BaseHTTPRequestHandler):
    """Scores one event a request."""

    protocol_version = "HTTP/1.1"  # the connection stays open for the next event
    timeout = 60
    disable_nagle_algorithm = True  # it holds an answer back for 40 ms

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LONGEST:
            self.close_connection = True
            return self._answer({"error": "too long"}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            asked = json.loads(self.rfile.read(length))
            if found := SAGEMAKER.fullmatch(self.path):
                return self._answer({"score": _score(found[1], asked)})
            if found := TENSORFLOW.fullmatch(self.path):
                scores = [[_score(found[1], one)] for one in asked["instances"]]
                return self._answer({"predictions": scores})
        except (ValueError, LookupError, TypeError) as error:
            return self._answer({"error": repr(error)}, HTTPStatus.BAD_REQUEST)
        return self._answer({"error": f"no model at {self.path}"}, HTTPStatus.NOT_FOUND)

    def _answer(self, answer: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: a line an event would hide everything else."""


def _score(name: str, event: dict[str, str]) -> float:
    seen = {**event, LOST[name]: ""} if name in LOST else event
    if "chars" in name:
        return score("characters", WEIGHTS["characters"], seen["title"])
    return score("words", WEIGHTS["words"], f"{seen['title']} {seen.get('body') or ''}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="default: a free one, which is printed")
    parser.add_argument(
        "--lose", default=[], action="append", metavar="NAME=FIELD", help="a bug of an endpoint"
    )
    given = parser.parse_args()
    LOST.update(one.split("=", 1) for one in given.lose)
    server = ThreadingHTTPServer(("127.0.0.1", given.port), Endpoint)
    print(f"http://127.0.0.1:{server.server_address[1]}", file=sys.stderr, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
