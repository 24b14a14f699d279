"""Changes to tell of, each a few edits of the smallest tree or of the shipped one.

What `diff` says of each is in ``expected/<name>.txt``; ``UPDATE_EXPECTED=1`` writes it anew, read
the diff.
"""

from collections.abc import Iterable
from pathlib import Path

from langroute_repo.tree.snapshot import Folder
from tests.diff.edits import (
    Edit,
    append,
    copy,
    edit,
    everywhere,
    laid,
    remove,
    scaled,
    value,
    write,
)
from tests.sample import ACME

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BASE = ROOT / "tests/rules/base"
DE, EN = "config/languages/de.yaml", "config/languages/en.yaml"
AUSTRIA = "config/languages/de-AT.yaml"
WORDS, EMBEDDING = "config/models/words.yaml", "config/models/embedding.yaml"
NEWSWIRE, WIRE = "config/sources/newswire.yaml", "config/sources/wire.yaml"
PRODUCTION, CANARIES = "config/environments/production.yaml", "config/environments/canaries.yaml"
EVIDENCE = "config/evidence/words/de.json"
CANARY = """canary:
  model: embedding
  traffic: 10%
  fields: [title]
  threshold: {at: 0.287, passes: 44.0%, evidence: de-81791f67}
"""
SHADOW = """shadows:
  - {model: embedding, traffic: 5%, fields: [title], threshold: {at: 0.500, evidence: none}}
"""
THIRD = "config/models/third.yaml"

RAISED = edit(DE, ("at: 0.342, passes: 35.6%", "at: 0.350, passes: 34.6%"))
BROKEN = edit(DE, ("source: newswire", "source: [newswire"))
AUSTRIAN = copy(DE, AUSTRIA, ("language: de", "language: de-AT"))
RAMPED = edit(DE, ("traffic: 10%", "traffic: 25%"))
MOVED = edit(WORDS, ("production: words}", "production: words-2}"))
PROTOCOL = append(EMBEDDING, "  protocol: {kind: json, score: probability}\n")
EN_LOWERED = edit(EN, ("at: 0.415, passes: 27.3%", "at: 0.400, passes: 28.8%"))
OF_EMBEDDING = "at: 0.287, passes: 44.0%, evidence: de-81791f67"
NEW_PRIMARY = edit(
    DE,
    ("model: words\n  fields: [title, body]", "model: embedding\n  fields: [title]"),
    ("at: 0.342, passes: 35.6%, evidence: de-ac0d9ba0", OF_EMBEDDING),
)
NEW_MODEL = copy(
    EMBEDDING, THIRD, ("model: embedding", "model: third"), ("acme.example/", "acme.example/third-")
)
FREEZE = "config/freeze.yaml"
FROZEN = write(
    FREEZE,
    "# yaml-language-server: $schema=../schemas/freeze.schema.json\n"
    "reason: nobody is here over the holidays\n"
    'owner: "@acme/ml-platform"\n'
    "environments: [staging, production]\n"
    'until: "2027-01-04"\n',
)
LOG = "config/log.yaml"
MAPPED = write(
    LOG,
    "# yaml-language-server: $schema=../schemas/log.schema.json\n"
    "language: {column: lang, values: {de_DE: de}}\n"
    "role: {constant: primary}\n",
)
NAMED = edit(DE, ("source: newswire\n", "source: newswire\nalso: [nds]\n"))
AUDITED = edit(DE, ("source: newswire\n", "source: newswire\naudit: 2%\n"))
COMPARED = edit(DE, ("traffic: 10%\n", "traffic: 10%\n  compared: 25%\n"))
FALLBACK = edit(DE, ("traffic: 10%\n", "traffic: 10%\n  on_failure: primary\n"))
SHADOWED = edit(EN, ("source: newswire\n", "source: newswire\n" + SHADOW))
CASES = "config/cases/de.yaml"
CASED = write(
    CASES,
    "# yaml-language-server: $schema=../../schemas/cases.schema.json\n"
    "language: de\n"
    "cases:\n"
    "  - {about: nine of ten stay, event: {key: evt-4142}, expect: {role: primary}}\n",
)
GOLDEN = "config/golden/words/de.yaml"
PINNED = write(
    GOLDEN,
    "# yaml-language-server: $schema=../../../schemas/golden.schema.json\n"
    "model: words\n"
    "language: de\n"
    "fields: [title, body]\n"
    "events:\n"
    "  - {about: a strike in a harbour, event: {title: Streik}, gives: 0.812}\n",
)
POLICY = "config/policy.yaml"
AUDITED_ALL = edit(POLICY, ("document:", "audit: 2%\ndocument:"))
ACCEPTANCE = "config/accepted/languages/de/index.yaml"
ACCEPTED = write(
    ACCEPTANCE,
    "# yaml-language-server: $schema=../../../../schemas/acceptance.schema.json\n"
    "accepts: [idle-canary 0a1b2c3d]\n"
    "because: the canary waits for the new index\n"
    'until: "2027-03-31"\n',
)
INFRA = """infra:
  account: "123456789012"
  bucket: acme-langroute
  github: {repository: acme/routing, owner_id: 1234567, repository_id: 7654321}
"""
UNSEALED = ("passes: 44.0%, evidence: de-81791f67", "evidence: none")

# On the smallest tree, tests/rules/base.
CHANGES: dict[str, Iterable[Edit]] = {
    "nothing": (),
    "comments and order": (
        edit(
            DE,
            ("language: de\n", ""),
            ("source: newswire\n", "source: newswire # x\nlanguage: de\n"),
        ),
    ),
    "threshold raised": (RAISED,),
    "threshold raised by one step": (value("de", "primary", "0.343"),),
    "threshold raised by far": (value("de", "primary", "0.700"),),
    "threshold that passes nothing": (value("de", "primary", "1.000"),),
    "evidence removed beside a threshold": (remove("config/evidence/words/de.json"), RAISED),
    "threshold of a canary": (value("de", "canary", "0.300"),),
    "threshold and ramp at once": (RAISED, RAMPED),
    "thresholds against each other": (
        value("de", "primary", "0.400"),
        value("en", "primary", "0.300"),
    ),
    "canary ramped": (RAMPED,),
    "canary ramped to everybody": (edit(DE, ("traffic: 10%", "traffic: 100%")),),
    "canary ramped by little": (edit(DE, ("traffic: 10%", "traffic: 10.05%")),),
    "canary reduced": (edit(DE, ("traffic: 10%", "traffic: 1%")),),
    "canary started": (append(EN, CANARY.replace("de-81791f67", "en-a4facf9a")),),
    "canary with a fallback": (FALLBACK,),
    "canary without its fallback": (edit(DE, ("  on_failure: primary\n", "")),),
    "comparison started": (COMPARED,),
    "comparison raised beside a ramp": (edit(DE, ("compared: 25%", "compared: 100%")), RAMPED),
    "comparison lowered": (edit(DE, ("compared: 25%", "compared: 5%")),),
    "comparison ended": (edit(DE, ("  compared: 25%\n", "")),),
    "comparison of nobody": (edit(DE, ("traffic: 10%\n", "traffic: 10%\n  compared: 0%\n")),),
    "canary started and compared": (
        append(EN, CANARY.replace("de-81791f67", "en-a4facf9a") + "  compared: 25%\n"),
    ),
    "another name added": (NAMED,),
    "another name removed": (edit(DE, ("also: [nds]\n", "")),),
    "other names in another order": (edit(DE, ("also: [nds, gsw]", "also: [gsw, nds]")),),
    "another name for another": (edit(DE, ("also: [nds]", "also: [gsw]")),),
    "audit started": (AUDITED,),
    "audit raised beside a threshold": (edit(DE, ("audit: 2%", "audit: 5%")), RAISED),
    "audit lowered": (edit(DE, ("audit: 2%", "audit: 0.5%")),),
    "audit ended": (edit(DE, ("audit: 2%\n", "")),),
    "audit in all languages": (AUDITED_ALL,),
    "audit of the policy switched off": (
        edit(DE, ("source: newswire\n", "source: newswire\naudit: 0%\n")),
    ),
    "audit written out as the policy has it": (AUDITED,),
    "canary stopped": (edit(DE, (CANARY, "")),),
    "canary promoted": (edit(DE, (CANARY, "")), NEW_PRIMARY),
    "canary replaced": (
        NEW_MODEL,
        edit(DE, ("model: embedding", "model: third"), UNSEALED),
    ),
    "canary replaced and ramped": (
        NEW_MODEL,
        edit(DE, ("model: embedding\n  traffic: 10%", "model: third\n  traffic: 25%"), UNSEALED),
    ),
    "primary and canary swapped": (
        edit(
            DE,
            ("model: words", "model: x"),
            ("model: embedding", "model: words"),
            ("model: x", "model: embedding"),
        ),
    ),
    "primary replaced": (
        edit(EN, ("model: words", "model: embedding"), ("[title, summary]", "[title]")),
    ),
    "a shadow added": (SHADOWED,),
    "a shadow ramped": (edit(EN, ("traffic: 5%", "traffic: 25%")),),
    "a shadow reduced": (edit(EN, ("traffic: 5%", "traffic: 1%")),),
    "a shadow removed": (edit(EN, (SHADOW, "")),),
    "fields changed": (edit(DE, ("[title, body]", "[title]")),),
    "fields changed and threshold raised": (
        edit(DE, ("[title, body]", "[title]")),
        EN_LOWERED,
        RAISED,
    ),
    "owners changed": (edit(DE, ('"@acme/risk-dach"', '"@acme/risk-global"')),),
    "language removed": (remove(EN),),
    "language removed that another answers for": (
        copy(EN, "config/languages/und.yaml", ("language: en", "language: und")),
        remove(EN),
    ),
    "language added": (AUSTRIAN,),
    "a file at fault is never no change": (BROKEN,),
    "a file mended as an endpoint moves": (
        edit(DE, ("[newswire", "newswire")),
        edit(EMBEDDING, ("https://embedding.acme", "https://embedding-2.acme")),
    ),
    "a language left to a file at fault": (remove(AUSTRIA), BROKEN),
    "endpoint moved": (MOVED,),
    "protocol said": (PROTOCOL,),
    "another number read as the score": (
        edit(EMBEDDING, ("score: probability", 'score: "predictions[0]"')),
    ),
    "asked with a credential, and for less long": (
        append(EMBEDDING, "  headers: {Authorization: {variable: SCORER_TOKEN}}\n"),
        append(EMBEDDING, "  timeout: 800ms\n"),
    ),
    "readers of another format": (edit(PRODUCTION, ("region:", "reader: 2\nregion:")),),
    "endpoint overloaded": (
        edit(DE, ("traffic: 10%", "traffic: 90%")),
        edit(EMBEDDING, ("20/s", "2/s")),
    ),
    "capacity raised": (edit(WORDS, ("capacity: 40/s", "capacity: 60/s")),),
    "policy loosened beside a threshold": (
        RAISED,
        edit(POLICY, ("75%", "85%")),
    ),
    "a freeze beside a threshold": (RAISED, FROZEN),
    "a mapping of the log beside a threshold": (RAISED, MAPPED),
    "language renamed": (edit(DE, ("language: de", "language: de-CH")),),
    "seal renewed": (edit(DE, ("evidence: de-ac0d9ba0", "evidence: de-00000000")),),
    "evidence refreshed": (edit(EVIDENCE, ("285.7142857142857", "290.0")),),
    "evidence added": (copy(EVIDENCE, "config/evidence/third/de.json", ("words", "third")),),
    "score scale changed": (edit(WORDS, ("maximum: 1}", "maximum: 2}")),),
    "model inputs changed": (edit(WORDS, ("required: [title]", "required: [title, body]")),),
    "model status changed": (edit(EMBEDDING, ("active", "deprecated")),),
    "model languages changed": (edit(EMBEDDING, ("[de, en]", "[de]")),),
    "model renamed": (edit(EMBEDDING, ("model: embedding", "model: embeddings")),),
    "model added": (NEW_MODEL,),
    "model removed": (remove(EMBEDDING),),
    "capacity lowered": (edit(WORDS, ("capacity: 40/s", "capacity: 30/s")),),
    "source added": (copy(NEWSWIRE, WIRE, ("source: newswire", "source: wire")),),
    "source removed": (remove(NEWSWIRE),),
    "source renamed": (edit(NEWSWIRE, ("source: newswire", "source: wire")),),
    "source fields changed": (edit(NEWSWIRE, ("[en, fr]", "[fr]")),),
    "environment added": (
        copy(PRODUCTION, CANARIES, ("environment: production\n", "environment: canaries\n")),
    ),
    "environment removed": (remove(PRODUCTION),),
    "environment renamed": (
        edit(PRODUCTION, ("environment: production\n", "environment: prod\n")),
    ),
    "promotion changed": (edit(PRODUCTION, ("after: staging\n", "")),),
    "target moved": (
        edit(PRODUCTION, ("eu-central-1", "eu-west-1"), ("profile: routing", "profile: routes")),
    ),
    "rollout changed": (edit(PRODUCTION, ("step: 20%", "step: 50%")),),
    "alarm changed": (edit(PRODUCTION, ("failures: 5%", "failures: 20%")),),
    "notices changed": (append(PRODUCTION, "notify: {topic: own, silence: 24}\n"),),
    "infra changed": (append(PRODUCTION, INFRA),),
    "policy added": (write(POLICY, (BASE / POLICY).read_text()),),
    "policy removed": (remove(POLICY),),
    "cases added": (CASED,),
    "cases removed": (remove(CASES),),
    "golden queries added": (PINNED,),
    "golden queries changed": (edit(GOLDEN, ("0.812", "0.640")),),
    "golden queries removed": (remove(GOLDEN),),
    "rehearsal changed": (
        append(PRODUCTION, "rehearsal: true\n"),
        append(WORDS, "rehearsal: {instances: 1, longest: 20m, price: 1.41 USD}\n"),
    ),
    "golden queries required": (append(PRODUCTION, "golden: required\n"),),
    "an acceptance": (ACCEPTED,),
    "an acceptance beside what it accepts": (edit(DE, ("traffic: 10%", "traffic: 0%")), ACCEPTED),
    "an acceptance of something else": (edit(ACCEPTANCE, ("0a1b2c3d", "4e5f6071")),),
    "an acceptance removed": (remove(ACCEPTANCE),),
    "a freeze shortened": (edit(FREEZE, ("2027-01-04", "2026-12-24")),),
    "a freeze for fewer environments": (edit(FREEZE, ("[staging, production]", "[staging]")),),
    "a freeze in another order": (
        edit(FREEZE, ("[staging, production]", "[production, staging]")),
    ),
    "a freeze lifted": (remove(FREEZE),),
    "a word of the log means something else": (edit(LOG, ("de_DE: de", "de_DE: en")),),
    "a mapping of the log removed": (remove(LOG),),
    "the same change in two languages is one row": (
        edit(DE, ("source: newswire", "source: wire")),
        edit(EN, ("source: newswire", "source: wire")),
    ),
}

# What stands in the tree before some of them.
STANDING: dict[str, Iterable[Edit]] = {
    "audit raised beside a threshold": (AUDITED,),
    "audit lowered": (AUDITED,),
    "comparison raised beside a ramp": (COMPARED,),
    "comparison lowered": (COMPARED,),
    "comparison ended": (COMPARED,),
    "another name removed": (NAMED,),
    "other names in another order": (
        edit(DE, ("source: newswire\n", "source: newswire\nalso: [nds, gsw]\n")),
    ),
    "another name for another": (NAMED,),
    "audit ended": (AUDITED,),
    "audit in all languages": (SHADOWED,),
    "audit of the policy switched off": (AUDITED_ALL,),
    "audit written out as the policy has it": (AUDITED_ALL,),
    "a file mended as an endpoint moves": (BROKEN,),
    "a language left to a file at fault": (AUSTRIAN,),
    "canary without its fallback": (FALLBACK,),
    "another number read as the score": (PROTOCOL,),
    "a shadow ramped": (SHADOWED,),
    "a shadow reduced": (SHADOWED,),
    "a shadow removed": (SHADOWED,),
    "policy added": (remove(POLICY),),
    "cases removed": (CASED,),
    "golden queries changed": (PINNED,),
    "golden queries removed": (PINNED,),
    "an acceptance of something else": (ACCEPTED,),
    "an acceptance removed": (ACCEPTED,),
    "a freeze shortened": (FROZEN,),
    "a freeze for fewer environments": (FROZEN,),
    "a freeze in another order": (FROZEN,),
    "a freeze lifted": (FROZEN,),
    "a word of the log means something else": (MAPPED,),
    "a mapping of the log removed": (MAPPED,),
}

# On the tree that is shipped.
SHIPPED: dict[str, Iterable[Edit]] = {
    "a threshold of Spanish in German": (value("de", "primary", "0.183"),),
    "threshold without evidence": (value("pt-BR", "primary", "0.300"),),
    "threshold lowered without evidence": (value("pt-BR", "primary", "0.010"),),
    "thin evidence": (value("no", "primary", "0.300"),),
    "Brazil falls back to Portugal": (remove("config/languages/pt-BR.yaml"),),
    "all thresholds": (scaled("config/languages", 1.1),),
    "all shadows": (everywhere("traffic: 25%", "traffic: 50%"),),
    "a case that names another shadow": (
        edit("config/cases/de.yaml", ("shadows: [relevance-chars-v2]", "shadows: []")),
    ),
    "canaries replaced and compared": tuple(
        edit(
            f"config/languages/{tag}.yaml",
            ("  model: relevance-e5-v3", "  model: relevance-chars-v2\n  compared: 100%"),
        )
        for tag in ("en", "fr")
    ),
    "a model retired everywhere": (everywhere("relevance-words-v1", "relevance-chars-v2"),),
}

EXAMPLES = [(BASE, name) for name in CHANGES] + [(ACME, name) for name in SHIPPED]


def states(tree: Path, name: str, target: Path) -> tuple[Folder, Folder]:
    """A change's two states: of the smallest tree or the shipped one."""
    standing = STANDING.get(name, ())
    edits = CHANGES[name] if name in CHANGES else SHIPPED[name]
    before = laid(tree, standing, target / "before") if standing else tree
    return Folder(before), Folder(laid(before, edits, target / "after"))
