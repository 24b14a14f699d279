// Runs beside examples/node/appconfig.mjs: polls once for each line of stdin, which holds the
// events to route and whether the token is to be spoiled on its way, and tells what came of it.

import { createInterface } from "node:readline";

import { AppConfigDataClient } from "@aws-sdk/client-appconfigdata";

import { AppConfigSource } from "./appconfig.mjs";

const [application, environment, profile] = process.argv.slice(2);
const client = new AppConfigDataClient({ region: "eu-central-1" });
const source = new AppConfigSource(client, { application, environment, profile });
const tokens = [];
let spoil = false;

client.middlewareStack.add(
  (next) => (args) => {
    const token = args.input.ConfigurationToken;
    if (token === undefined) return next(args); // starts a session
    tokens.push(token);
    return next(spoil ? { ...args, input: { ConfigurationToken: "spoiled" } } : args);
  },
  { step: "initialize" },
);

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  spoil = asked.spoil;
  const failure = await source.poll().then(
    () => null,
    (error) => error.name,
  );
  const { router, version, refusal } = source;
  const decisions = asked.events.map(([language, key]) => router.route(language, key));
  const planHash = router.planHash;
  console.log(JSON.stringify({ failure, version, refusal, planHash, decisions, tokens }));
}
