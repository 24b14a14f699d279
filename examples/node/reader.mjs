// A reader of the compiled document in JavaScript, written from docs/reader.md. Node 20 or newer
// and nothing else; appconfig.mjs keeps one up to date, vectors.test.mjs proves it.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const FORMATS = [1, 2];
const DEFAULT = "und";
// What the registry of language tags replaced, by what it is now.
const SUCCESSORS = new Map(
  Object.entries(JSON.parse(readFileSync(new URL("successors.json", import.meta.url), "utf8"))),
);
const LONGEST_REPLACED = Math.max(...[...SUCCESSORS.keys()].map((tag) => tag.length));
const AUDIT = ":audit"; // salts a draw that is no model's
const COMPARED = ":compared:"; // and one of a canary's, before its name
const EVERYBODY = 10_000; // hundredths of a percent
const CELLS = 1000;
const ROUNDING = 0.001; // of a cell

/** A document that must not be used: keep the one you have. */
export class UnusableDocument extends Error {}

/** A document in a format that this reader does not know. */
export class UnknownFormat extends UnusableDocument {}

/** A language that no entry answers for. */
export class UnknownLanguage extends Error {}

/** A key that has no bucket: no text, empty, or half a surrogate pair. */
export class InvalidKey extends Error {}

/** A score that decides nothing: no number, NaN or off the scale. */
export class InvalidScore extends Error {}

/** An event without a field that the chosen model cannot do without. */
export class MissingField extends Error {
  constructor(field) {
    super(`event has no ${field}`);
    this.field = field;
  }
}

/** Routes events by one document, which never changes. */
export class Router {
  #entries = new Map(); // by tag and by every other name
  #longest = 0;

  /** @param {Uint8Array} bytes as AppConfig delivers them; throws UnusableDocument */
  constructor(bytes) {
    const document = parsed(bytes);
    this.planHash = createHash("sha256").update(bytes).digest("hex");
    const languages = Object.entries(object(document.languages, "languages"));
    insist(languages.length > 0, "languages has no entry");
    const entries = languages.map(([tag, language]) => entry(tag, language, document.format));
    for (const one of entries) this.#name(one.tag, one);
    for (const one of entries) {
      for (const name of one.also) {
        insist(folded(name) !== DEFAULT, `${one.tag}.also has ${DEFAULT}`);
        this.#name(name, one);
      }
    }
  }

  /** Who answers for an event and which shadows get a copy; key is null for an event without. */
  route(requested, key) {
    const { entry, found } = this.#lookUp(requested);
    const shared = { requested, found, keyed: key !== null, planHash: this.planHash };
    const none = { bucket: null, shadows: [], fallback: null, copied: null, extra: false };
    let audited = null;
    const decide = (answerer, more) =>
      new Decision({ ...answerer, ...shared, ...none, audited, compared: null, ...more });
    if (key === null) return decide(entry.primary);
    insistOnKey(key);
    // Drawn only where there is an audit: a hash is most of what a decision costs.
    if (entry.audit && bucket(AUDIT, entry.tag, key) < entry.audit) audited = entry.audit;
    const copies = (answerer, salt, share, compared) => {
      const drawn = bucket(salt, entry.tag, key);
      const own = drawn < share;
      const copied = audited === null ? share : EVERYBODY;
      if (!own && audited === null) return [];
      const copy = { ...answerer, role: "shadow" };
      return [decide(copy, { bucket: drawn, copied, extra: !own, compared })];
    };
    const shadows = entry.shadows.flatMap(({ answerer, traffic }) =>
      copies(answerer, answerer.model, traffic, null),
    );
    if (entry.canary === null) return decide(entry.primary, { shadows });
    const { answerer, traffic, standIn, share } = entry.canary;
    const drawn = bucket(answerer.model, entry.tag, key);
    const [asked, other] =
      drawn < traffic ? [answerer, entry.primary] : [entry.primary, answerer];
    const pair = share ? copies(other, COMPARED + answerer.model, share, share) : [];
    const compared = pair.length ? share : null;
    const fallback =
      standIn && asked === answerer ? decide(entry.primary, { bucket: drawn, compared }) : null;
    return decide(asked, { bucket: drawn, shadows: [...shadows, ...pair], fallback, compared });
  }

  #name(name, entry) {
    insist(TAG.test(name), `${name} is no tag`);
    insist(!this.#entries.has(folded(name)), `${name} leads to two entries`);
    this.#entries.set(folded(name), entry);
    this.#longest = Math.max(this.#longest, name.length);
  }

  #lookUp(requested) {
    if (typeof requested === "string") {
      const asked = requested.replaceAll("_", "-");
      for (const tag of candidates(asked, this.#longest)) {
        const entry = this.#entries.get(folded(tag));
        if (!entry) continue;
        const own = folded(entry.tag) === folded(tag);
        return { entry, found: tag !== asked ? "lookup" : own ? "exact" : "also" };
      }
      for (const tag of candidates(successor(asked), this.#longest)) {
        const entry = this.#entries.get(folded(tag));
        if (entry) return { entry, found: "successor" };
      }
      const entry = this.#entries.get(DEFAULT);
      if (entry) return { entry, found: "default" };
    }
    throw new UnknownLanguage(`no entry for language ${JSON.stringify(requested)}`);
  }
}

/** Who is asked about one event, with what, and what counts as relevant in the answer. */
export class Decision {
  constructor(members) {
    Object.freeze(Object.assign(this, members));
  }

  /** What is sent to the model: those of the fields that the event has, and no others. */
  payload(event) {
    const has = (name) => Object.hasOwn(event, name) && event[name] !== null;
    const missing = this.required.find((name) => !has(name));
    if (missing !== undefined) throw new MissingField(missing);
    return Object.fromEntries(this.fields.filter(has).map((name) => [name, event[name]]));
  }

  /** Whether the event is kept; throws InvalidScore for a score that decides nothing. */
  relevant(score) {
    const { minimum, maximum } = this.score;
    return cell(score, minimum, maximum) >= cell(this.threshold, minimum, maximum);
  }
}

/** Where an event falls, 0 to 9,999. Whole numbers of 78 bits: BigInt, for Number has 53. */
export function bucket(salt, language, key) {
  const digest = createHash("sha256").update(`${salt}:${language}:${key}`, "utf8").digest();
  return Number((digest.readBigUInt64BE(0) * BigInt(EVERYBODY)) >> 64n);
}

/** The cell of a score on its scale, 0 to 1,000. */
export function cell(score, minimum, maximum) {
  if (typeof score !== "number" || !(score >= minimum && score <= maximum)) {
    throw new InvalidScore(`score ${score} is off the scale from ${minimum} to ${maximum}`);
  }
  return Math.floor(((score - minimum) / (maximum - minimum)) * CELLS + ROUNDING);
}

/** The case of ASCII letters alone: toLowerCase would make the Kelvin sign a k. */
function folded(tag) {
  return tag.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The tag, then what it is cut down to, as far as it is no longer than the longest entry. */
function candidates(tag, longest) {
  const tags = [tag];
  const subtags = tag.slice(0, longest + 1).split("-");
  while (subtags.pop() !== undefined) {
    if (subtags.at(-1)?.length > 1) tags.push(subtags.join("-"));
  }
  return tags;
}

/** The tag with its longest beginning that the registry replaced as it is now, or "". */
function successor(tag) {
  const old = candidates(tag, LONGEST_REPLACED).find((one) => SUCCESSORS.has(folded(one)));
  return old === undefined ? "" : SUCCESSORS.get(folded(old)) + tag.slice(old.length);
}

function insistOnKey(key) {
  if (typeof key !== "string" || key === "" || !key.isWellFormed()) {
    throw new InvalidKey(`key ${JSON.stringify(key)} has no bucket`);
  }
}

function parsed(bytes) {
  let document;
  try {
    document = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw new UnusableDocument(`no JSON in UTF-8: ${error.message}`);
  }
  const { format } = object(document, "document");
  insist(Number.isInteger(format), "format is no whole number");
  if (!FORMATS.includes(format)) {
    throw new UnknownFormat(`format ${format} is unknown, not ${FORMATS.join(" or ")}`);
  }
  text(document.environment, "environment");
  return document;
}

// Everything is looked at before the document is used, so that none fails at its first event.

function entry(tag, language, format) {
  const { source, primary, canary, shadows, audit, also } = object(language, tag);
  text(source, `${tag}.source`);
  return {
    tag,
    also: also === undefined ? [] : texts(also, `${tag}.also`),
    primary: answerer(tag, "primary", primary, format),
    canary: canary === undefined ? null : canaryOf(tag, canary, format),
    audit: audit === undefined ? 0 : share(audit, `${tag}.audit`),
    shadows: list(shadows, `${tag}.shadows`).map((one) => sampled(tag, "shadow", one, format)),
  };
}

function canaryOf(tag, value, format) {
  const canary = sampled(tag, "canary", value, format);
  const standIn = value.on_failure !== undefined;
  insist(!standIn || value.on_failure === "primary", `${tag}.canary.on_failure is unknown`);
  const { compared } = value;
  // Not compared at all and compared on nobody are the same, and need no hash.
  const both = compared === undefined ? 0 : share(compared, `${tag}.canary.compared`);
  return { ...canary, standIn, share: both };
}

function sampled(tag, role, value, format) {
  const { traffic } = object(value, `${tag}.${role}`);
  share(traffic, `${tag}.${role}.traffic`);
  return { answerer: answerer(tag, role, value, format), traffic };
}

function share(value, place) {
  const whole = Number.isInteger(value) && value >= 0 && value <= EVERYBODY;
  insist(whole, `${place} is not from 0 to ${EVERYBODY}`);
  return value;
}

function answerer(tag, role, value, format) {
  const place = `${tag}.${role}`;
  const { model, fields, required, threshold, score, passes } = object(value, place);
  text(model, `${place}.model`);
  texts(fields, `${place}.fields`);
  texts(required, `${place}.required`);
  insist(fields.length > 0, `${place}.fields is empty`);
  insist(required.every((name) => fields.includes(name)), `${place}.required is no part of fields`);
  scale(score, `${place}.score`);
  number(threshold, `${place}.threshold`);
  const fits = threshold >= score.minimum && threshold <= score.maximum;
  insist(fits, `${place}.threshold is off the scale`);
  if (passes !== undefined) share(passes, `${place}.passes`);
  const endpoint = reachable(value.endpoint, `${place}.endpoint`, format);
  return { language: tag, role, model, endpoint, fields, required, threshold, score };
}

function scale(value, place) {
  const { minimum, maximum } = object(value, place);
  number(minimum, `${place}.minimum`);
  number(maximum, `${place}.maximum`);
  const width = maximum - minimum;
  insist(width > 0 && Number.isFinite(width), `${place} has no finite width above zero`);
}

function reachable(endpoint, place, format) {
  const { kind, region, name, url } = object(endpoint, place);
  insist(kind === "sagemaker" || kind === "http", `${place}.kind is unknown`);
  texts(kind === "http" ? [url] : [region, name], place);
  // What format 1 does not know means nothing in it.
  if (format === 1) return kind === "http" ? { kind, url } : { kind, region, name };
  const later = { ...OF_BOTH, ...(kind === "http" ? OF_HTTP : OF_SAGEMAKER) };
  each(endpoint, later, place);
  return endpoint;
}

/** Holds those of an object's members that are there against what each has to be. */
function each(value, checks, place) {
  for (const [key, check] of Object.entries(checks)) {
    if (Object.hasOwn(value, key)) check(value[key], `${place}.${key}`);
  }
}

function protocolOf(value, place) {
  const { kind, score } = object(value, place);
  insist(typeof kind === "string" && Object.hasOwn(PROTOCOLS, kind), `${place}.kind is unknown`);
  insist(kind !== "json" || score !== undefined, `${place}.score is missing`);
  each(value, PROTOCOLS[kind], place);
}

function milliseconds(value, place) {
  const fits = Number.isInteger(value) && value >= 1 && value <= LONGEST;
  insist(fits, `${place} is not from 1 to ${LONGEST}`);
}

function headersOf(value, place) {
  for (const [name, held] of Object.entries(object(value, place))) {
    insist(WORD.test(name), `${place} has a name that no header has`);
    if (typeof held === "string") {
      insist(ONE_LINE.test(held), `${place}.${name} is not printable ASCII`);
      continue;
    }
    const { variable } = object(held, `${place}.${name}`);
    insist(VARIABLE.test(text(variable, place)), `${place}.${name} names no variable`);
    each(held, { scheme: formed(WORD) }, place);
  }
}

function formed(pattern) {
  return (value, place) => insist(pattern.test(text(value, place)), `${place} has another form`);
}

const TAG = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/;
const LONGEST = 3_600_000; // milliseconds
const WORD = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const ONE_LINE = /^[!-~]([ -~]*[!-~])?$/;
const KEY = "[A-Za-z0-9_-]+";
const STEP = `\\[(0|[1-9][0-9]{0,3})\\]|\\[${KEY}=[^\\[\\]=]+\\]`;
const PATH = new RegExp(`^(?=.{1,200}$)(\\.|(${KEY}|${STEP})(\\.${KEY}|${STEP})*)$`, "su");
const PROTOCOLS = {
  json: { score: formed(PATH), body: formed(/^(object|list|value)$/), under: text },
  "tensorflow-rows": { signature: text, output: text },
  "tensorflow-columns": { signature: text, output: text },
  "kserve-v2": { output: text },
};
const OF_BOTH = { protocol: protocolOf, timeout: milliseconds };
const OF_HTTP = { headers: headersOf, ca: text };
const OF_SAGEMAKER = {
  content_type: formed(ONE_LINE),
  custom_attributes: formed(ONE_LINE),
  inference_component: text,
  target_variant: text,
  target_model: text,
};

function object(value, place) {
  const is = typeof value === "object" && value !== null && !Array.isArray(value);
  insist(is, `${place} is no object`);
  return value;
}

function list(value, place) {
  insist(Array.isArray(value), `${place} is no list`);
  return value;
}

function texts(value, place) {
  return list(value, place).map((item) => text(item, place));
}

function text(value, place) {
  insist(typeof value === "string" && value && value.isWellFormed(), `${place} is no text`);
  return value;
}

function number(value, place) {
  insist(Number.isFinite(value), `${place} is no finite number`);
}

function insist(is, reason) {
  if (!is) throw new UnusableDocument(reason);
}
