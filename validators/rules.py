"""Every rule, in reading order: first what one file says, then what files say of each other."""

from validators.acceptance.acceptance_of_nothing import acceptance_of_nothing
from validators.acceptance.acceptance_over import acceptance_over
from validators.between.bake_too_short import bake_too_short
from validators.between.bucket_elsewhere import bucket_elsewhere
from validators.between.built_twice import built_twice
from validators.between.case_fails import case_fails
from validators.between.case_says_nothing import case_says_nothing
from validators.between.case_without_language import case_without_language
from validators.between.copied_file import copied_file
from validators.between.deprecated_model import deprecated_model
from validators.between.endpoint_copied import endpoint_copied
from validators.between.endpoint_in_two_environments import endpoint_in_two_environments
from validators.between.endpoint_overload import endpoint_overload
from validators.between.endpoint_shared import endpoint_shared
from validators.between.field_not_accepted import field_not_accepted
from validators.between.golden_score_off_scale import golden_score_off_scale
from validators.between.known_name_mapped_away import known_name_mapped_away
from validators.between.language_not_supported import language_not_supported
from validators.between.missing_endpoint import missing_endpoint
from validators.between.missing_required_field import missing_required_field
from validators.between.no_owner import no_owner
from validators.between.orphan_golden_queries import orphan_golden_queries
from validators.between.other_name_idle import other_name_idle
from validators.between.other_name_taken import other_name_taken
from validators.between.promotion_out_of_reach import promotion_out_of_reach
from validators.between.reader_too_old import reader_too_old
from validators.between.retired_model import retired_model
from validators.between.same_target import same_target
from validators.between.threshold_off_grid import threshold_off_grid
from validators.between.threshold_off_scale import threshold_off_scale
from validators.between.too_many_fields import too_many_fields
from validators.between.unknown_environment import unknown_environment
from validators.between.unknown_field import unknown_field
from validators.between.unknown_mapped_name import unknown_mapped_name
from validators.between.unknown_model import unknown_model
from validators.between.unknown_source import unknown_source
from validators.between.untried_environment import untried_environment
from validators.between.unused_model import unused_model
from validators.between.unused_source import unused_source
from validators.change.canary_nearly_stopped import canary_nearly_stopped
from validators.change.canary_skipped import canary_skipped
from validators.change.document_shrinks import document_shrinks
from validators.change.endpoint_moved import endpoint_moved
from validators.change.evidence_days_missing import evidence_days_missing
from validators.change.evidence_moved import evidence_moved
from validators.change.evidence_of_another_language import evidence_of_another_language
from validators.change.evidence_of_another_model import evidence_of_another_model
from validators.change.evidence_of_two_versions import evidence_of_two_versions
from validators.change.evidence_repeated import evidence_repeated
from validators.change.fields_changed import fields_changed
from validators.change.guard_weakened import guard_weakened
from validators.change.labels_reversed import labels_reversed
from validators.change.language_removed import language_removed
from validators.change.no_golden_queries import no_golden_queries
from validators.change.pass_share_jump import pass_share_jump
from validators.change.protocol_changed import protocol_changed
from validators.change.ramp_step_too_large import ramp_step_too_large
from validators.change.recall_drop import recall_drop
from validators.change.small_steps_add_up import small_steps_add_up
from validators.change.source_changed import source_changed
from validators.change.threshold_kept_for_new_model import threshold_kept_for_new_model
from validators.change.too_many_languages_at_once import too_many_languages_at_once
from validators.change.undeclared_language import undeclared_language
from validators.change.value_of_another_language import value_of_another_language
from validators.document.appconfig_schema import appconfig_schema
from validators.document.document_nearly_too_large import document_nearly_too_large
from validators.document.no_environment import no_environment
from validators.document.on_documents import on_documents
from validators.document.rules import DOCUMENT_RULES
from validators.evidence.audit_too_large import audit_too_large
from validators.evidence.audit_too_small import audit_too_small
from validators.evidence.broken_seal import broken_seal
from validators.evidence.constant_scores import constant_scores
from validators.evidence.drifted_evidence import drifted_evidence
from validators.evidence.evidence_unusable import evidence_unusable
from validators.evidence.no_evidence import no_evidence
from validators.evidence.orphan_evidence import orphan_evidence
from validators.evidence.passes_everything import passes_everything
from validators.evidence.passes_nothing import passes_nothing
from validators.evidence.stale_evidence import stale_evidence
from validators.evidence.thin_evidence import thin_evidence
from validators.file.alarm_cannot_fire import alarm_cannot_fire
from validators.file.alike_golden_queries import alike_golden_queries
from validators.file.canary_is_primary import canary_is_primary
from validators.file.column_mapped_twice import column_mapped_twice
from validators.file.few_golden_queries import few_golden_queries
from validators.file.field_scope_both import field_scope_both
from validators.file.file_name_differs import file_name_differs
from validators.file.freeze_over import freeze_over
from validators.file.golden_event_too_large import golden_event_too_large
from validators.file.golden_personal_data import golden_personal_data
from validators.file.header_of_the_connection import header_of_the_connection
from validators.file.idle_canary import idle_canary
from validators.file.mapping_contradicts_itself import mapping_contradicts_itself
from validators.file.missing_modeline import missing_modeline
from validators.file.not_a_language_tag import not_a_language_tag
from validators.file.notifies_nobody import notifies_nobody
from validators.file.odd_date import odd_date
from validators.file.odd_duration import odd_duration
from validators.file.one_language_twice import one_language_twice
from validators.file.protocol_contradicts_url import protocol_contradicts_url
from validators.file.repeated_entry import repeated_entry
from validators.file.repeated_shadow import repeated_shadow
from validators.file.rollout_cannot_finish import rollout_cannot_finish
from validators.file.schema import schema
from validators.file.score_scale_empty import score_scale_empty
from validators.file.secret_written_out import secret_written_out
from validators.file.stack_name_refused import stack_name_refused
from validators.file.syntax import syntax
from validators.file.unexpected_file import unexpected_file
from validators.finding import Rule

RULES: tuple[Rule, ...] = (
    Rule(unexpected_file, "error", "file"),
    Rule(syntax, "error", "file"),
    Rule(schema, "error", "file"),
    Rule(secret_written_out, "error", "file"),
    Rule(missing_modeline, "error", "file"),
    Rule(file_name_differs, "error", "file"),
    Rule(one_language_twice, "error", "file"),
    Rule(not_a_language_tag, "error", "file"),
    Rule(canary_is_primary, "error", "file"),
    Rule(repeated_shadow, "error", "file"),
    Rule(repeated_entry, "error", "file"),
    Rule(idle_canary, "warning", "file"),
    Rule(score_scale_empty, "error", "file"),
    Rule(protocol_contradicts_url, "warning", "file"),
    Rule(header_of_the_connection, "error", "file"),
    Rule(field_scope_both, "error", "file"),
    Rule(rollout_cannot_finish, "error", "file"),
    Rule(alarm_cannot_fire, "error", "file"),
    Rule(odd_duration, "error", "file"),
    Rule(stack_name_refused, "error", "file"),
    Rule(notifies_nobody, "error", "file"),
    Rule(odd_date, "error", "file"),
    Rule(freeze_over, "warning", "file"),
    Rule(column_mapped_twice, "error", "file"),
    Rule(mapping_contradicts_itself, "error", "file"),
    Rule(golden_event_too_large, "error", "file"),
    Rule(golden_personal_data, "warning", "file"),
    Rule(few_golden_queries, "warning", "file"),
    Rule(alike_golden_queries, "warning", "file"),
    Rule(other_name_taken, "error", "between"),
    Rule(other_name_idle, "warning", "between"),
    Rule(threshold_off_scale, "error", "between"),
    Rule(threshold_off_grid, "error", "between"),
    Rule(unknown_model, "error", "between"),
    Rule(unknown_source, "error", "between"),
    Rule(unknown_field, "error", "between"),
    Rule(field_not_accepted, "error", "between"),
    Rule(too_many_fields, "error", "between"),
    Rule(missing_required_field, "error", "between"),
    Rule(language_not_supported, "error", "between"),
    Rule(retired_model, "error", "between"),
    Rule(deprecated_model, "warning", "between"),
    Rule(missing_endpoint, "error", "between"),
    Rule(unknown_environment, "error", "between"),
    Rule(reader_too_old, "error", "between"),
    Rule(untried_environment, "warning", "between"),
    Rule(endpoint_shared, "error", "between"),
    Rule(endpoint_in_two_environments, "warning", "between"),
    Rule(endpoint_copied, "warning", "between"),
    Rule(same_target, "error", "between"),
    Rule(built_twice, "error", "between"),
    Rule(bucket_elsewhere, "error", "between"),
    Rule(promotion_out_of_reach, "error", "between"),
    Rule(bake_too_short, "warning", "between"),
    Rule(copied_file, "warning", "between"),
    Rule(endpoint_overload, "error", "between"),
    Rule(unused_model, "warning", "between"),
    Rule(unused_source, "warning", "between"),
    Rule(no_owner, "error", "between"),
    Rule(unknown_mapped_name, "warning", "between"),
    Rule(known_name_mapped_away, "warning", "between"),
    Rule(golden_score_off_scale, "error", "between"),
    Rule(orphan_golden_queries, "warning", "between"),
    Rule(case_without_language, "error", "between"),
    Rule(case_says_nothing, "error", "between"),
    Rule(case_fails, "error", "between"),
    Rule(evidence_unusable, "error", "evidence"),
    Rule(broken_seal, "error", "evidence"),
    Rule(no_evidence, "warning", "evidence"),
    Rule(orphan_evidence, "warning", "evidence"),
    Rule(constant_scores, "error", "evidence"),
    Rule(thin_evidence, "warning", "evidence"),
    Rule(stale_evidence, "warning", "evidence"),
    Rule(drifted_evidence, "warning", "evidence"),
    Rule(audit_too_small, "warning", "evidence"),
    Rule(audit_too_large, "warning", "evidence"),
    Rule(passes_nothing, "error", "evidence"),
    Rule(passes_everything, "warning", "evidence"),
    Rule(undeclared_language, "warning", "change"),
    Rule(evidence_of_another_language, "warning", "change"),
    Rule(evidence_of_another_model, "warning", "change"),
    Rule(labels_reversed, "warning", "change"),
    Rule(evidence_repeated, "warning", "change"),
    Rule(evidence_days_missing, "warning", "change"),
    Rule(evidence_of_two_versions, "warning", "change"),
    Rule(evidence_moved, "warning", "change"),
    Rule(value_of_another_language, "warning", "change"),
    Rule(pass_share_jump, "warning", "change"),
    Rule(recall_drop, "warning", "change"),
    Rule(small_steps_add_up, "warning", "change"),
    Rule(threshold_kept_for_new_model, "warning", "change"),
    Rule(fields_changed, "warning", "change"),
    Rule(source_changed, "warning", "change"),
    Rule(ramp_step_too_large, "warning", "change"),
    Rule(canary_nearly_stopped, "warning", "change"),
    Rule(canary_skipped, "warning", "change"),
    Rule(endpoint_moved, "warning", "change"),
    Rule(protocol_changed, "warning", "change"),
    Rule(no_golden_queries, "warning", "change"),
    Rule(language_removed, "warning", "change"),
    Rule(too_many_languages_at_once, "warning", "change"),
    Rule(document_shrinks, "warning", "change"),
    Rule(guard_weakened, "warning", "change"),
    Rule(no_environment, "error", "document"),
    *(Rule(on_documents(rule), "error", "document") for rule in DOCUMENT_RULES),
    Rule(appconfig_schema, "error", "document"),
    Rule(document_nearly_too_large, "warning", "document"),
    Rule(acceptance_of_nothing, "error", "acceptance"),
    Rule(acceptance_over, "warning", "acceptance"),
)

# What is held against new evidence, before it is written as well as in the change that brings it.
ON_NEW_EVIDENCE = tuple(
    rule
    for rule in RULES
    if rule.check
    in (
        evidence_of_another_language,
        evidence_of_another_model,
        labels_reversed,
        evidence_repeated,
        evidence_days_missing,
        evidence_of_two_versions,
        evidence_moved,
    )
)
