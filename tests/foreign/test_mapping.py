"""A mapping that cannot be meant: each fault with its line and its cure."""

import pytest

from langroute_repo.foreign.mapping import UnusableMapping, read
from tests.foreign.having import OF_LIST, OF_TABLE, OF_VARIABLES


def faults(text: str) -> list[str]:
    with pytest.raises(UnusableMapping) as error:
        read(text.encode())
    return error.value.faults


@pytest.mark.parametrize(
    ("text", "old", "new", "told"),
    [
        (
            OF_TABLE,
            "primary:",
            "primry:",
            'line 4: primry: unknown key "primry" (did you mean "primary"?)',
        ),
        (
            OF_TABLE,
            "    unit: fraction\n",
            "",
            'line 13: canary.traffic: "unit" is missing (add "unit:")',
        ),
        (
            OF_TABLE,
            "unit: fraction",
            "unit: percentage",
            "line 15: canary.traffic.unit: \"percentage\": expected 'fraction', 'percent' or "
            "'basis points' (write one of these)",
        ),
        (
            OF_TABLE,
            "at: routes.{language}\n",
            "at: routes\n",
            "line 3: languages.at: it needs {language} once (for example routes.{language})",
        ),
        (
            OF_TABLE,
            "model: routes.{language}.model",
            "model: routes..{language}",
            'line 5: primary.model: "routes..{language}" is no path (write keys with dots between '
            'them, such as routes.{language}.model, ["a.b"] or [0])',
        ),
        (
            OF_TABLE,
            "model: routes.{language}.model",
            "model: .model",
            'line 5: primary.model: ".model" begins with a dot (only with each: is there a member '
            "to go on from)",
        ),
        (
            OF_TABLE,
            "{constant: [lead, text]}",
            "{}",
            "line 9: primary.fields: it says no place and no constant (add at: with a path, or "
            "constant: where the document has none)",
        ),
        (
            OF_TABLE,
            "reads: json",
            "reads: yaml",
            "line 1: reads: \"yaml\": expected 'json' or 'env' (write one of these)",
        ),
        (
            OF_TABLE,
            "canary:",
            "arms:",
            "line 1: it needs either primary, and canary if there is one, or arms (arms is for a "
            "list of all that answer with their shares, primary for any other)",
        ),
        (
            OF_LIST,
            '  each: "[lang={language}].arms"\n',
            "",
            'line 4: arms: "each" is missing (add each: the path of the list of arms)',
        ),
        (
            OF_VARIABLES,
            "  model: MODEL_CANARY_{language}",
            "  each: CANARIES\n  model: MODEL_CANARY_{language}",
            "line 8: canary.each: it is for arms and shadows of a document (take it out; a list of "
            "all that answer is mapped by arms)",
        ),
        (
            OF_TABLE,
            "models: ",
            "live: risk/routes\nmodels: ",
            'line 21: live: "risk/routes": expected APP/ENV/PROFILE (for example risk/live/routes)',
        ),
        (
            OF_TABLE,
            "  at: routes.{language}\n",
            "  at: [routes.{language}]\n",
            "line 3: this '[' is not closed, or a ',' is missing in it (close it, or put ',' "
            "between its items)",
        ),
    ],
)
def test_what_a_mapping_cannot_say(text: str, old: str, new: str, told: str) -> None:
    assert old in text
    assert told in faults(text.replace(old, new, 1))


def test_a_page_is_no_mapping() -> None:
    assert faults("<html>no</html>\n")
    assert faults("")
    assert faults("- a\n")
