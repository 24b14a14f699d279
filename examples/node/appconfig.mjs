// Keeps a router up to date from AWS AppConfig, as docs/reader.md says. `npm ci` brings the client.

import {
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from "@aws-sdk/client-appconfigdata";

import { Router, UnusableDocument } from "./reader.mjs";

/** Always has the newest document that could be read; poll it in turns, never two at once. */
export class AppConfigSource {
  router = null; // none before the first document
  version = null; // the label it was delivered with
  refusal = null; // why the newest delivery is not in use, where it is not
  #client;
  #names;
  #token = null;

  /** @param client an AppConfigDataClient */
  constructor(client, { application, environment, profile }) {
    this.#client = client;
    this.#names = {
      ApplicationIdentifier: application,
      EnvironmentIdentifier: environment,
      ConfigurationProfileIdentifier: profile,
    };
  }

  /** Ask once; the answer is after how many seconds to ask again. Throws what the client throws,
   *  and the router stays what it was: wait a minute and poll again. */
  async poll() {
    this.#token ??= await this.#startSession();
    const answer = await this.#latest();
    this.#token = answer.NextPollConfigurationToken; // each is good for one answer
    if (answer.Configuration?.length) this.#take(answer); // none: unchanged
    return answer.NextPollIntervalInSeconds;
  }

  async #startSession() {
    const answer = await this.#client.send(new StartConfigurationSessionCommand(this.#names));
    return answer.InitialConfigurationToken;
  }

  async #latest() {
    try {
      const token = { ConfigurationToken: this.#token };
      return await this.#client.send(new GetLatestConfigurationCommand(token));
    } catch (error) {
      if (isSpent(error)) this.#token = null; // the next poll starts a session of its own
      throw error;
    }
  }

  #take({ Configuration, VersionLabel }) {
    try {
      this.router = new Router(Configuration);
      this.version = VersionLabel ?? null;
      this.refusal = null;
    } catch (error) {
      if (!(error instanceof UnusableDocument)) throw error;
      this.refusal = error.message; // and the document stays that is in use
    }
  }
}

/** Whether the token is used up, expired or unknown; throttling and a lost connection leave it. */
function isSpent(error) {
  const problem = error.Details?.InvalidParameters?.ConfigurationToken?.Problem;
  return error.name === "BadRequestException" && problem !== "PollIntervalNotSatisfied";
}
