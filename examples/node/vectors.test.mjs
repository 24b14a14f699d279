// Holds the reader against tests/vectors/, as a reader in any language should be: node --test

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import * as reader from "./reader.mjs";
import { Router, bucket, cell } from "./reader.mjs";

const VECTORS = new URL("../../tests/vectors/", import.meta.url);
const [LOOKUP, BUCKET, RELEVANCE, ROUTE, DOCUMENTS] = [
  "lookup.json",
  "bucket.json",
  "relevance.json",
  "route.json",
  "document.json",
].map((name) => JSON.parse(readFileSync(new URL(name, VECTORS), "utf8")));
const ROUTER = new Router(Buffer.from(ROUTE.document_text));

const router = (languages) =>
  new Router(Buffer.from(JSON.stringify({ environment: "test", format: 1, languages })));

test("lookup.json", () => {
  const entry = ROUTE.document.languages.und;
  for (const { entries, also, cases } of LOOKUP.groups) {
    const named = (tag) => (also[tag] ? { ...entry, also: also[tag] } : entry);
    const among = router(Object.fromEntries(entries.map((tag) => [tag, named(tag)])));
    for (const [requested, language, found] of cases) {
      if (language === null) {
        assert.throws(() => among.route(requested, null), reader.UnknownLanguage, requested);
      } else {
        const decision = among.route(requested, null);
        assert.deepEqual([decision.language, decision.found], [language, found], requested);
      }
    }
  }
});

test("bucket.json: buckets", () => {
  for (const [salt, language, key, expected] of BUCKET.buckets) {
    assert.equal(bucket(salt, language, key), expected, key);
  }
});

test("bucket.json: edges", () => {
  for (const [salt, language, key, expected, traffic, drawn] of BUCKET.edges) {
    const sampled = { ...ROUTE.document.languages.de.canary, model: salt, traffic };
    const entry = { source: "s", primary: sampled, canary: sampled, shadows: [sampled] };
    const decision = router({ [language]: entry }).route(language, key);
    const role = drawn ? "canary" : "primary";
    assert.deepEqual([decision.bucket, decision.role], [expected, role], key);
    assert.equal(decision.shadows.length, drawn ? 1 : 0, key);
  }
});

test("relevance.json: scales", () => {
  for (const { minimum, maximum, decimals, scores } of RELEVANCE.scales) {
    assert.equal(scores.length, 1001);
    scores.forEach((score, index) => {
      const decimal = Number((minimum + (index * (maximum - minimum)) / 1000).toFixed(decimals));
      assert.equal(cell(score, minimum, maximum), index);
      assert.equal(cell(decimal, minimum, maximum), index);
    });
  }
});

test("relevance.json: cells", () => {
  for (const [minimum, maximum, score, expected] of RELEVANCE.cells) {
    assert.equal(cell(score, minimum, maximum), expected, score);
  }
});

test("relevance.json: decisions", () => {
  for (const [minimum, maximum, threshold, score, relevant] of RELEVANCE.decisions) {
    const { primary } = ROUTE.document.languages.und;
    const entry = {
      source: "s",
      primary: { ...primary, score: { minimum, maximum }, threshold },
      shadows: [],
    };
    assert.equal(router({ de: entry }).route("de", null).relevant(score), relevant, score);
  }
});

test("relevance.json: refused", () => {
  const notInJson = [NaN, Infinity, -Infinity].map((score) => [0, 1, score]);
  for (const [minimum, maximum, score] of [...RELEVANCE.refused, ...notInJson]) {
    assert.throws(() => cell(score, minimum, maximum), reader.InvalidScore, score);
  }
});

/** What the vectors say of whoever is asked. */
const asked = ({ model, endpoint, fields, threshold }) => ({ model, endpoint, fields, threshold });
const shown = (decision) => ({ ...asked(decision), bucket: decision.bucket });
const sent = ({ copied, extra, compared, ...shadow }) => {
  assert.equal(shadow.role, "shadow");
  return { ...shown(shadow), copied, extra, compared };
};

test("route.json: decisions", () => {
  for (const expected of ROUTE.decisions) {
    const decision = ROUTER.route(expected.requested, expected.key);
    const { requested, language, found, role, keyed, audited, shadows, fallback } = decision;
    const seen = { requested, key: expected.key, language, found, role, ...shown(decision), keyed };
    const others = {
      audited,
      compared: decision.compared,
      shadows: shadows.map(sent),
      fallback: fallback && asked(fallback),
    };
    assert.deepEqual({ ...seen, ...others }, expected);
    assert.equal(decision.planHash, ROUTE.plan_hash);
  }
});

test("route.json: payloads", () => {
  for (const { language, key, event, payload, missing } of ROUTE.payloads) {
    const decision = ROUTER.route(language, key);
    if (missing === undefined) assert.deepEqual(decision.payload(event), payload);
    else assert.throws(() => decision.payload(event), { field: missing });
  }
});

test("route.json: refused", () => {
  for (const language of Object.keys(ROUTE.document.languages)) {
    for (const key of ROUTE.refused) {
      assert.throws(() => ROUTER.route(language, key), reader.InvalidKey, key);
    }
  }
});

test("document.json: read", () => {
  for (const { about, text, expect } of DOCUMENTS.read) {
    const decision = new Router(Buffer.from(text)).route(expect.requested, expect.key);
    assert.deepEqual([decision.role, decision.model], [expect.role, expect.model], about);
    if (expect.endpoint) assert.deepEqual(decision.endpoint, expect.endpoint, about);
  }
});

test("document.json: refused", () => {
  for (const { about, text, hex, unknown_format } of DOCUMENTS.refused) {
    const bytes = hex === undefined ? Buffer.from(text) : Buffer.from(hex, "hex");
    const kind = unknown_format ? reader.UnknownFormat : reader.UnusableDocument;
    assert.throws(() => new Router(bytes), (error) => error.constructor === kind, about);
  }
});
