"""What a company has today becomes its first files, and nothing of it is lost unseen."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from langroute_repo.foreign.mapping import read as read_mapping
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.foreign.having import (
    ANSWERS,
    LIST,
    OF_LIST,
    OF_TABLE,
    OF_VARIABLES,
    TABLE,
    VARIABLES,
    answered,
    drawn,
    given,
    log,
)
from tests.onboarding.kontor import Checkout
from tests.onboarding.test_asking import type_in
from tests.verbs.tool import failed


def compiled(checkout: Checkout) -> dict[str, tuple[object, ...]]:
    """What the backend gets of each language: models with fields, thresholds and shares."""
    document = compile_tree(read(Folder(checkout.root)), "production")
    return {
        tag: tuple(
            (one["model"], one["fields"], float(one["threshold"]), one.get("traffic"))
            for one in (entry["primary"], entry.get("canary"), *entry["shadows"])
            if one
        )
        for tag, entry in document["languages"].items()
    }


def begun(checkout: Checkout, folder: Path, having: object, mapping: str, *words: str) -> str:
    """What init says of a document; the check has nothing against what it made."""
    done = checkout("init", *given(folder, having, mapping), *words)
    assert (done.code, done.err) == (0, "")
    assert checkout("check").code == 0
    return done.out.replace(f"{folder}/", "")


def test_a_table_by_language(checkout: Checkout, tmp_path: Path) -> None:
    out = begun(checkout, tmp_path, TABLE, OF_TABLE)
    assert compiled(checkout) == {
        "nb": (
            ("stem-1", ["lead", "text"], 0.342, None),
            ("deep-2", ["lead", "text"], 1.25, 1250),
        ),
        "pt-BR": (("stem-1", ["lead", "text"], 0.5, None),),
        "fi": (
            ("stem-1", ["lead", "text"], 0.101, None),
            ("deep-2", ["lead", "text"], 0.51, 10_000),
        ),
    }
    assert out.startswith(
        "having.json by mapping.yaml: 16 of 22 values taken\n"
        '  routes.pt_BR: "pt_BR" is written pt-BR; the backend asks for it by this tag\n'
        "  not taken:\n"
        "    version\n"
        "    defaults.retries\n"
        "    cutoffs.Deep/2.fi\n"
        "    routes.{language}.contact (3 places)\n"
        "\n"
    )
    assert "  ./langroute replay --log LOG --from having.json --mapping mapping.yaml\n" in out
    # A log goes on calling them so.
    assert yaml.safe_load(checkout.text("config/log.yaml")) == {
        "language": {"values": {"pt_BR": "pt-BR"}},
        "model": {"values": {"Deep/2": "deep-2"}},
    }


def test_a_list_of_entries_with_arms(checkout: Checkout, tmp_path: Path) -> None:
    out = begun(checkout, tmp_path, LIST, OF_LIST)
    assert compiled(checkout) == {
        "sv": (
            ("stem-1", ["lead", "text"], 0.25, None),
            ("deep-2", ["lead", "text"], 0.75, 2000),
        ),
        "en": (("stem-1", ["lead"], 0.9, None),),
    }
    assert out.startswith("having.json by mapping.yaml: 13 of 13 values taken\n\n")
    assert not (checkout.root / "config/log.yaml").exists()


def test_environment_variables(checkout: Checkout, tmp_path: Path) -> None:
    out = begun(checkout, tmp_path, VARIABLES, OF_VARIABLES)
    assert compiled(checkout) == {
        "de": (
            ("stem-1", ["lead", "text"], 0.342, None),
            ("deep-2", ["lead", "text"], -0.5, 250),
        ),
        "zh-Hant": (("stem-1", ["lead", "text"], 0.35, None),),
    }
    assert out.startswith(
        "having.env by mapping.yaml: 7 of 8 values taken\n"
        '  MODEL_DE: "DE" is written de\n'
        '  MODEL_ZH_HANT: "ZH_HANT" is written zh-Hant; the backend asks for it by this tag\n'
        "  not taken:\n"
        "    DATABASE_PASSWORD\n"
    )
    assert "hunter2" not in out


def held(out: str) -> str:
    """What a log says of the files."""
    return out[out.index("800 recorded events held") :].partition("\nnext, in this order")[0]


def test_a_log_says_that_all_but_the_canarys_draw_stays(checkout: Checkout, tmp_path: Path) -> None:
    rows = list(answered())
    out = held(
        begun(checkout, tmp_path, TABLE, OF_TABLE, "--log", log(tmp_path / "l.jsonl", iter(rows)))
    )
    before, after = set(), set()
    for event in (f"nb-{number}" for number in range(400)):
        digest = sha256(f"deep-2:nb:{event}".encode()).digest()[:8]  # as docs/reader.md says
        before |= {event} if drawn(event, 12.5) else set()
        after |= {event} if int.from_bytes(digest, "big") * 10_000 >> 64 < 1250 else set()
    assert (len(before - after), len(after - before), len(before & after)) == (40, 40, 11)
    assert out == (
        "800 recorded events held against the files, for production\n"
        "what passed before: whatever scored at or above the threshold\n"
        "\n"
        "language  events  same model and decision  drawn anew  decided otherwise  "
        "decision not known  another model\n"
        "nb           400                      320          80                  0  "
        "                 0              0\n"
        "pt-BR        400                      400           0                  0  "
        "                 0              0\n"
        "\n"
        "drawn anew, once: the canary is drawn anew, so that others are in its share:\n"
        "  nb  nb-101, nb-107, nb-110\n"
        "      40 deep-2 → stem-1: decision not known\n"
        "      40 stem-1 → deep-2: decision not known\n"
        "      the canary answered 12.8% and would answer 12.8%\n"
    )


def test_what_the_log_says_passed_goes_before_the_threshold(
    checkout: Checkout, tmp_path: Path
) -> None:
    """The old code compared with another threshold in pt_BR than its document says."""
    at = {"nb/stem-1": 0.342, "nb/Deep/2": 1.25, "pt_BR/stem-1": 0.6}
    path = log(tmp_path / "l.jsonl", answered(**at))
    out = held(begun(checkout, tmp_path, TABLE, OF_TABLE, "--log", path))
    assert "what passed before: as the log says\n" in out
    assert re.search(r"^nb +400 +320 +80 +0 +0 +0$", out, re.MULTILINE)
    assert re.search(r"^pt-BR +400 +360 +0 +40 +0 +0$", out, re.MULTILINE)
    assert "decided otherwise, though the same model answers:\n  pt-BR  pt_BR-" in out


def test_the_command_that_is_printed_says_the_same_of_the_files(
    checkout: Checkout, tmp_path: Path
) -> None:
    path = log(tmp_path / "l.jsonl", answered())
    words = given(tmp_path, TABLE, OF_TABLE)
    out = held(checkout("init", *words, "--log", path).out)
    again = checkout("replay", "--log", path, *words[:4], "--today", "2026-11-22")
    same = f"the files say what {words[1]} says\n\n"
    assert (again.code, again.out) == (0, same + out)
    # Somebody has changed a value there, and nobody here.
    given(tmp_path, {**TABLE, "defaults": {"cutoff": 0.6}}, OF_TABLE)
    later = checkout("replay", "--log", path, *words[:4], "--today", "2026-11-22")
    assert later.out.startswith(
        f"the files say something else than {words[1]}:\n"
        "  pt-BR: threshold is 0.6 there and 0.500 here\n\n"
    )
    assert re.search(r"^pt-BR +400 +360 +0 +40 +0 +0$", later.out, re.MULTILINE)


def test_a_threshold_between_two_steps_is_rounded_only_when_asked(
    checkout: Checkout, tmp_path: Path
) -> None:
    having = {**TABLE, "defaults": {"cutoff": 0.5024}}
    refused = checkout("init", *given(tmp_path, having, OF_TABLE))
    assert (refused.code, checkout.status()) == (2, "")
    assert (
        "  defaults.cutoff: 0.5024 lies between two steps of the scale, 0.502 and 0.503 (take one "
        "of them there first, or say rounding: nearest in the mapping)\n" in refused.err
    )
    path = log(tmp_path / "l.jsonl", answered())
    out = begun(checkout, tmp_path, having, OF_TABLE + "rounding: nearest\n", "--log", path)
    assert "  defaults.cutoff: 0.5024 was rounded to 0.502\n" in out
    # Scores are 0.5025 and 0.5, so nothing lies between.
    assert (
        "defaults.cutoff: 0.5024 was rounded to 0.502: by that 0 events of stem-1 in pt-BR would "
        "be decided otherwise\n" in out
    )
    assert compiled(checkout)["pt-BR"] == (("stem-1", ["lead", "text"], 0.502, None),)


def test_rounding_tells_whose_decision_it_moves(checkout: Checkout, tmp_path: Path) -> None:
    having = {**TABLE, "defaults": {"cutoff": 0.5004}}
    rows = (row | {"score": row["score"] * 0.999 + 0.0007} for row in answered())  # 0.5002
    path = log(tmp_path / "l.jsonl", rows)
    out = begun(checkout, tmp_path, having, OF_TABLE + "rounding: nearest\n", "--log", path)
    assert "0.5004 was rounded to 0.500: by that 1 event of stem-1 in pt-BR" in out
    assert re.search(r"^pt-BR +400 +399 +0 +1 +0 +0$", out, re.MULTILINE)


def test_the_new_files_never_name_the_profile_that_is_read(
    checkout: Checkout, tmp_path: Path
) -> None:
    mapping = OF_TABLE + "live: langroute/production/routing\n"
    done = checkout("init", *given(tmp_path, TABLE, mapping))
    assert (done.code, checkout.status()) == (2, "")
    assert done.err == (
        "error: config/environments/production.yaml would name langroute/production/routing, which "
        "your backend reads today: it would get a document that it does not know\n"
        "hint: name a new profile in the answers: environments.production.appconfig: "
        "{application: langroute, environment: production, profile: routing-new}\n"
    )
    beside = "{application: langroute, environment: production, profile: routing-new}"
    answers = ANSWERS.replace(
        "production: {region: eu-north-1}",
        f"production: {{region: eu-north-1, appconfig: {beside}}}",
    )
    done = checkout("init", *given(tmp_path, TABLE, mapping, answers))
    assert done.code == 0
    assert f"appconfig: {beside}\n" in checkout.text("config/environments/production.yaml")


def test_answers_that_say_another_value_are_nobodys_guess(
    checkout: Checkout, tmp_path: Path
) -> None:
    answers = ANSWERS + "languages:\n  nb: {threshold: 0.4, owners: ['@fjord/nb']}\n"
    done = checkout("init", *given(tmp_path, TABLE, OF_TABLE, answers))
    assert (done.code, checkout.status()) == (2, "")
    assert "  languages.nb.threshold: 0.342 there, 0.4 in the answers\n" in done.err
    done = checkout("init", *given(tmp_path, TABLE, OF_TABLE, answers.replace("0.4", "0.342")))
    assert done.code == 0
    assert 'owners: ["@fjord/nb"]' in checkout.text("config/languages/nb.yaml")


def test_what_is_refused_leaves_all_as_it_was(checkout: Checkout, tmp_path: Path) -> None:
    before = checkout.companys()
    faulty = {**TABLE, "cutoffs": {"Deep/2": {"nb": "high"}}}
    done = checkout("init", *given(tmp_path, faulty, OF_TABLE))
    assert done == failed(
        f"{tmp_path}/having.json cannot be taken:\n"
        '  cutoffs.Deep/2.nb: "high" is no number (is it the right path?)',
        "nothing was written",
    )
    assert (checkout.companys(), checkout.status()) == (before, "")


def test_one_without_the_other(checkout: Checkout, tmp_path: Path) -> None:
    words = given(tmp_path, TABLE, OF_TABLE)
    cure = "./langroute init --print-mapping shows a mapping"
    needed = "--from FILE and --mapping FILE belong together"
    assert checkout("init", *words[:2]) == failed(f"--mapping is missing: {needed}", cure)
    assert checkout("init", *words[2:]) == failed(f"--from is missing: {needed}", cure)
    done = checkout("init", "--from", "nowhere.json", *words[2:])
    assert done == failed(
        "nowhere.json cannot be read: no such file or directory", "nothing was written"
    )
    done = checkout("init", "--from", "appconfig:risk/live", *words[2:])
    assert done == failed(
        "appconfig:risk/live names no configuration", "write appconfig:APP/ENV/PROFILE"
    )


def test_replay_needs_one_thing_to_be_held_against(checkout: Checkout, tmp_path: Path) -> None:
    words = given(tmp_path, TABLE, OF_TABLE)[:4]
    assert checkout("replay", "--log", "x.jsonl") == failed(
        "against what?", "--against REV or DIR, or --from FILE --mapping FILE (docs/switch.md)"
    )
    for option in (("--against", "main"), ("--format", "json")):
        done = checkout("replay", "--log", "x.jsonl", *words, *option)
        told = option[0] if option[1] == "main" else "--format json"
        assert done == failed(f"--from does not go with {told}", "take one of them out")


def test_the_example_of_a_mapping_is_taken_as_it_is(checkout: Checkout) -> None:
    shown = checkout("init", "--print-mapping")
    assert read_mapping(shown.out.encode()).mapping.live == "risk/live/routes"


def test_on_a_terminal_only_what_the_document_lacks_is_asked(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = ANSWERS[: ANSWERS.index("models:")]
    type_in(
        monkeypatch,
        "\n\nstem-t\nstem-p\n\n0..1\nlead\ntext\n30/s\n"
        "deep-t\ndeep-p\n\n-5..5\nlead, text\n\n30/s\n"
        "\n\n",  # no log; more than two people can approve
    )
    done = checkout("init", *given(tmp_path, TABLE, OF_TABLE, without))
    assert done.code == 0, done.err
    assert "languages (" not in done.err
    assert "threshold of" not in done.err
    assert set(compiled(checkout)) == {"nb", "pt-BR", "fi"}


def test_a_share_in_another_unit_is_seen_in_the_log(checkout: Checkout, tmp_path: Path) -> None:
    path = log(tmp_path / "l.jsonl", answered())
    wrong = OF_TABLE.replace("unit: fraction", "unit: percent") + "rounding: nearest\n"
    out = held(begun(checkout, tmp_path, TABLE, wrong, "--log", path))
    assert (
        "      the canary answered 12.8% and would answer 0.5%\n"
        "      that is more than chance: is its share there the same, and the unit right?\n" in out
    )
