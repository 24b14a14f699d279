"""What the page of the catch rate says in words: how it is measured, and how to read it."""

HEAD = """# Catch rate

How many of the mistakes that people make are stopped before a merge, and how often somebody who
makes none is stopped. Made by

    ./langroute bench --only mistakes > docs/catch-rate.md

which anybody can run; the same tree gives the same figures. It takes too long to be held fresh by
a test, so `tests/mistakes/test_catch_rate.py` makes fewer edits and asserts floors.
"""
HOW = """## How it is measured

**An edit** is made in memory on a state of the files that has no finding, and every rule is held
against it, as `check --against` does for a pull request. It is *stopped* when that brings an error
or a warning that nobody has accepted: one that the state before did not have.

**Trees.** The shipped one, whose evidence is counted from real scores, and generated companies of
30 languages and three models. Their scores are mixtures of two shipped languages on a slightly
stretched scale, drawn anew; so they look real, and are rather more alike than real languages are.

**Ways** in which a person makes a mistake:

- *by hand*: only the value is edited, the seal stays as it was;
- *seal copied*: the value comes with the seal that it has where it comes from;
- *set*: written by `set`, or sealed with `seal`, in the wrong place or as the wrong number. Nothing
  in the file is wrong then: value, share and evidence belong together. Only rules that compare the
  states before and after, or languages with each other, can see it. Half of these have
  commits whose messages name the language that the person **meant**, by its name or its
  tag; the other half say nothing at all.

What `set` cannot write at all (a decimal comma, say) counts as stopped, by "set's own checks". It
also writes nothing that brings an error; that is counted under the rule that says so.

An example in `config/cases/` that pins what is edited is an error of `case-fails`. In a mistake it
counts like any other. In a legitimate edit it is edited along, as `set` asks for.

**Labels** are as companies have them: of 60 % of what passes, and of 2 or 5 % of what is dropped in
the languages with an audit, which are five of the shipped ones and half of the generated ones; in
the others of nothing dropped. Rules know these labels. Which events are relevant, with a label or
without, is known here all the same, and no rule has it.

**Logs** are drawn from the evidence that there is: each week of each language drifts by 0.25
standard deviations, stories are told three times, and then two languages, two models or the labels
change places, a week is left out, or another model answers from the second week on. Sizes are
scores of each model in each language.

**Material** is a mistake after which some primary or canary lets over 10 % more or fewer of the
recorded events pass, or loses 2 points of recall among all events. What sends other
fields, asks another endpoint or model, moves a share of traffic, removes a language or falsifies
evidence is material by what it is. What changes no answer (an owner, a share that shrinks) is not;
nor is a value that happens to do the same. Those are counted apart: the targets do not ask for
them, and a rule that stops them does no harm.

**Intervals** are Wilson's at 95 %, for as many trials as edits were drawn: the ways of one edit are
stopped or get through together and count as one trial. The edits of one tree are taken as
independent, which they are not quite. Of a kind whose 84 draws are all stopped, that says 95.6 % or
more; `--runs` makes more draws. Shares between all and none are never rounded to either.

"Schema and range" is what a check of each file on its own would see: its syntax, its schema, and
whether a threshold lies on the model's scale.
"""
READING = """"Only this rule" are the mistakes that would get through without it. A rule with 0
there is not idle for that: it says better what is wrong.

## How to read it

- Mistakes made by hand are stopped by the seal, whatever the value: it is right for one language,
  one model and one state of the evidence. That needs no luck and no limit.
- Mistakes made with `set` are the hard ones, and their figure is one of limits: the tighter they
  are, the more deliberate edits have to be accepted. `set` has shown the effect to the person
  before; these figures count that as nothing.
- A text that names the language meant stops nearly all that hit another language, and none of the
  slips within the right one. A text that names nothing is held against nobody.
- A legitimate edit can be material, too: who decides on another recall moves what passes, as a slip
  does. No rule that stops the slip can tell them apart; it asks, and the person who meant it says
  so. How often that is in vain is the column "a warning on the others".
- The mistakes are drawn by a program. It has no idea of what a person overlooks, and its draws are
  as often on a language of 120 events a day as on one of 4,000.
"""
UNKNOWN = "The reason has not been looked into."
LIMITS = (
    "What gets through is no farther from the value before than small tuning is "
    "(`change: small_tuning` in `config/policy.yaml`), moves the odds of passing by less than "
    "`pass-share-jump` allows, and loses too few labelled events for `recall-drop` to be sure, or "
    "events that nobody labels. "
    "A limit that stopped these would stop small tunings, too."
)
LIMITED = ("E1", "E2", "E3", "E6", "E8 over", "digit", "share", "canary's")
UNLABELLED = (
    "In the languages without an audit recall is known of neither model, so that `recall-drop` "
    "cannot compare them, and as much passes as before."
)
VERSIONS = (
    "Weekly shares that pass are all that tells when a model changed: another one that passes "
    "about as much moves none of them."
)
REASONS = (
    dict.fromkeys(LIMITED, LIMITS)
    | {"roles": UNLABELLED}
    | dict.fromkeys(("versions 300", "versions 1,000"), VERSIONS)
)
