"""Every kind of mistake and of legitimate edit, in the order of the table."""

from tests.mistakes import evidence_files, legitimate, logs, steps, structure, thresholds
from tests.mistakes.trial import Kind

MISTAKES: tuple[Kind, ...] = (
    Kind("E1", "new value in the wrong language's file", thresholds.wrong_file),
    Kind("E2", "value that another language has", thresholds.value_of_another),
    Kind("E3", "values of two languages swapped", thresholds.swapped),
    Kind("E4", "decimal slip", thresholds.decimal_slip),
    Kind("E5", "45 for 0.45", thresholds.no_point, "always"),
    Kind("E6", "digits transposed", thresholds.transposed),
    Kind("E7", "model replaced, threshold kept", thresholds.kept_for_new_model),
    Kind("E8 new", "file copied for a new language", structure.copied_to_new, "always"),
    Kind("E8 over", "file copied over another language's", structure.copied_over),
    Kind("E9 swapped", "endpoints of two models swapped", structure.endpoints_swapped, "always"),
    Kind("E9 copied", "endpoint of another model", structure.endpoint_of_another, "always"),
    Kind(
        "E10 lacking",
        "fields of another language, one lacking",
        structure.field_not_there,
        "always",
    ),
    Kind(
        "E10 there", "fields of another language, all there", structure.fields_of_another, "always"
    ),
    Kind("E11", "canary's share tenfold", structure.ramp_tenfold, "always"),
    Kind("E11 small", "canary's share 10 % for 1 %", structure.ramp_tenfold_small, "never"),
    Kind("E12", "0.05 for 5 %", structure.share_as_fraction, "always"),
    Kind("E12 percent", "0.05 % for 5 %", structure.share_hundredth, "never"),
    Kind("sign", "percent sign moved or lost", structure.sign_moved, "always"),
    Kind("digit", "one digit wrong", thresholds.one_digit),
    Kind("comma", "decimal comma", thresholds.decimal_comma, "always"),
    Kind("share", "share written as the value", thresholds.share_for_value),
    Kind("ends", "0.000 or 1.000", thresholds.all_or_nothing),
    Kind("canary's", "canary's threshold in the primary", thresholds.canary_value_in_primary),
    Kind("start", "canary started at another's value", thresholds.started_with_another),
    Kind("block", "primary of another language pasted", thresholds.block_of_another),
    Kind("roles", "canary and primary swapped", structure.roles_swapped, "always"),
    Kind("shadow", "shadow promoted at once", structure.shadow_promoted, "always"),
    Kind("model", "model not made for the language", structure.unsupported_model, "always"),
    Kind("region", "file copied for a region", structure.region_file, "always"),
    Kind("source", "source of another language", structure.source_of_another, "always"),
    Kind("removed", "language's file deleted", structure.language_removed, "always"),
    Kind("owners", "owners of another language", structure.owners_of_another, "never"),
    Kind(
        "evidence copied", "evidence of another language", evidence_files.evidence_copied, "always"
    ),
    Kind("evidence edited", "a count edited", evidence_files.evidence_edited, "always"),
    Kind(
        "evidence removed", "evidence of a seal deleted", evidence_files.evidence_removed, "always"
    ),
    Kind(
        "wrong events",
        "evidence from another language's log",
        evidence_files.wrong_events,
        "always",
    ),
    Kind("stale seal", "evidence refreshed, seals kept", evidence_files.stale_seal, "always"),
    Kind("seal pasted", "new value with another's seal", evidence_files.seal_of_another, "always"),
    Kind("share typed", "new value, share kept", evidence_files.share_by_hand, "always"),
    Kind("seal removed", "new value, evidence: none", evidence_files.seal_removed, "always"),
    Kind("steps", "the last of six small steps", steps.small_steps),
    Kind("guard", "a limit ten times as wide", steps.guard_taken_down, "always"),
)
# These take a second each, which a test cannot afford.
LOGS: tuple[Kind, ...] = logs.MISTAKES
NEW_LOGS: tuple[Kind, ...] = logs.LEGITIMATE
LEGITIMATE: tuple[Kind, ...] = (
    Kind("small tuning", "1 to 3 steps", legitimate.small_tuning),
    Kind("retune", "another recall, 80 to 90 %", legitimate.retune),
    Kind("batch", "small tunings of 3 to 5 languages", legitimate.batch),
    Kind("ramp step", "as large as the policy allows, or half of it", legitimate.ramp_step),
    Kind("ramp jump", "twice the policy's step; to be accepted", legitimate.ramp_jump),
    Kind("promotion", "canary at 50 % becomes the primary", legitimate.canary_promoted),
    Kind("upgrade", "new model at 1 %, suggested threshold", legitimate.canary_started),
    Kind("canary stopped", "canary taken away", legitimate.canary_stopped),
    Kind("shadow", "shadow added or taken away", legitimate.shadow_changed),
    Kind("fields", "one sent or not; to be accepted", legitimate.fields_sent, "always"),
    Kind("source", "moved; to be accepted", legitimate.source_moved, "always"),
    Kind("new language", "with evidence, made by new", legitimate.new_language),
    Kind("revert retune", "git revert of a retune", legitimate.tuning_reverted),
    Kind("revert ramp", "git revert of a ramp step", legitimate.ramp_reverted),
    Kind("revert promotion", "git revert of a promotion", legitimate.promotion_reverted),
    Kind("refresh", "evidence of a language, re-sealed", legitimate.evidence_refreshed),
    Kind("refresh all", "evidence of all, re-sealed", legitimate.all_evidence_refreshed),
    Kind("cases", "an example added", legitimate.cases_added),
    Kind("comment", "a comment or the order of keys", legitimate.comment_edited),
    Kind("owner", "an owner added", legitimate.owner_added),
)
