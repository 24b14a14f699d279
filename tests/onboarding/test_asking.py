"""What `init` asks on a terminal, and that answering it is enough for a clean check."""

import io
import json
import re

import pytest

from tests.onboarding.kontor import ALONE, Checkout, log

# A line for each question, in their order; what begins with ? is refused and asked again.
ANSWERS = """\
?pl, jp
pl, cs, de-AT, uk, en
wires

headline, text, place


uk
eu-west-1

?west
eu-west-1

gbm-2
gbm-2-try
gbm-2

?100..0
0..100
?title
headline
text, place
?20
20/s
tf-5
http://try.kontor.example/v1/models/tf-5:predict
?tf-5
http://ml.kontor.example/v1/models/tf-5:predict
-1..1
headline, text

40/s

gbm-2
gbm-2
?gbm-3
tf-5
gbm-2
tf-5

?101
61.7
0.118
@kontor/relevance
kontor/langroute
team
private
2
?@ada
@ada, @bo
yes
24h
"""


class Terminal(io.StringIO):
    """Somebody who types these lines."""

    def isatty(self) -> bool:
        return True


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(re.sub(r"^\?", "", text, flags=re.MULTILINE)))


def test_who_only_answers_the_questions_has_a_clean_check(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, ANSWERS)
    done = checkout("init")
    assert done.code == 0, done.err
    assert checkout("check").code == 0
    refused = re.findall(r"[:\]]:?   (.+)", done.err)
    assert len(refused) == ANSWERS.count("?")
    assert refused[0] == (
        '"jp": there is no language "jp"; JP is a country; did you mean "ja" (Japanese)?'
    )
    assert "fields: [headline, text]\n" in checkout.text("config/languages/uk.yaml")
    assert "fields: [headline, text, place]\n" in checkout.text("config/languages/cs.yaml")
    assert "threshold: {at: 0.118, evidence: none}" in checkout.text("config/languages/en.yaml")
    assert checkout.text("config/sources/wires.yaml").endswith("  place: {except: [uk]}\n")
    assert 'approvers: ["@ada", "@bo"]' in checkout.text(".github/settings/plan.yaml")
    assert "alone_after: 24h" in checkout.text(".github/settings/plan.yaml")


def test_the_answers_are_kept_and_can_be_given_as_a_file(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, ANSWERS.replace("\n0.118\n", "\n0.1185\n"))
    done = checkout("init")
    assert done.code == 2
    assert "languages.en.threshold: 0.1185 lies between two steps of the scale" in done.err
    kept = checkout.root / ".git/langroute-answers.yaml"
    assert f"your answers are kept in {kept}\n" in done.err
    assert checkout.status() == ""
    kept.write_text(kept.read_text().replace("0.1185", "0.118"))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert checkout("init", "--answers", str(kept)).code == 0


def test_only_what_is_missing_is_asked(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [*ALONE]
    del words[words.index("--plan") : words.index("--plan") + 2]
    type_in(monkeypatch, "\n\n\n\n\npro\n")
    done = checkout("init", *words)
    assert done.code == 0, done.err
    asked = [line for line in done.err.splitlines() if line.endswith(": ") or ": " in line]
    assert json.loads(checkout.text(".langroute.json"))["version"]
    assert "plan: pro " in checkout.text(".github/settings/plan.yaml")
    assert not any("languages (" in line for line in asked)


def test_with_a_log_the_share_is_asked_and_no_threshold_is_needed(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = log(checkout.root.parent)
    text = ANSWERS.replace("\n\n?101\n61.7\n0.118\n", f"\n?no.jsonl\n{path}\n20%\n\n\n")
    type_in(monkeypatch, text)
    done = checkout("init")
    assert done.code == 0, done.err
    assert re.findall(r"^(\S+) .* (\S+)   500 scores$", done.out, re.MULTILINE) == [
        (tag, "20.0%") for tag in ("pl", "cs", "de-AT", "uk", "en")
    ]


def test_whoever_leaves_in_between_has_changed_nothing(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, "pl, cs\nwires\n")
    done = checkout("init")
    assert (done.code, checkout.status()) == (2, "")
    assert done.err.endswith(
        "error: the answers have ended before the questions\nhint: nothing was written\n"
    )
