// The page: signs in, and then shows again and again what the service tells.

import {get, isSignedIn, Refused, signIn, signOut} from "/operations/api.js";
import {showRecent} from "/operations/charts.js";
import {byId, say} from "/operations/dom.js";
import {listed, showInDoubt} from "/operations/doubt.js";
import {backlogs, orphans, showFigures, showTotals} from "/operations/figures.js";
import {time} from "/operations/format.js";
import {showState} from "/operations/state.js";
import {showHistory, showJobs, showOrphans} from "/operations/tables.js";

// Each part is asked for again so long after its last answer.
const NOW_MILLIS = 1000;
const LISTS_MILLIS = 4000;
const HOUR_MILLIS = 5000;

let now = null;
let incidents = [];
let lastAnswer = null;

const ROUNDS = [
  {everyMillis: NOW_MILLIS, run: async () => {
    now = await get("/v1/operations/now");
    lastAnswer = now.at;
    say(byId("instance"), `Version ${now.version}`);
    showState(now);
    showFigures(now, listed);
    showJobs(now, backlogs(now));
  }},
  {everyMillis: LISTS_MILLIS, run: async () => {
    await showInDoubt();
    if (now) {
      showFigures(now, listed);
    }
  }},
  {everyMillis: LISTS_MILLIS, run: async () => {
    incidents = await showHistory(now?.at ?? new Date().toISOString());
  }},
  {everyMillis: HOUR_MILLIS, run: () => showOrphans(now ? orphans(now) : 0)},
  {everyMillis: HOUR_MILLIS, run: async () => {
    const recent = await get("/v1/operations/recent");
    showRecent(recent, incidents);
    showTotals(recent);
  }},
];

const failing = new Set();

async function goOn(round, session) {
  while (session === current) {
    if (!document.hidden) {
      await once(round, session);
    }
    await new Promise((after) => setTimeout(after, round.everyMillis));
  }
}

async function once(round, session) {
  try {
    await round.run();
    failing.delete(round);
  } catch (problem) {
    if (!(problem instanceof Refused)) {
      reportError(problem); // a fault of ours must not end the round
    }
    if (session === current && (problem.status === 401 || problem.status === 403)) {
      end("The token is over, or was revoked. Sign in again.");
      return;
    }
    failing.add(round);
    say(byId("connection"), complaint(problem));
  }
  byId("connection").hidden = failing.size === 0;
}

function complaint(problem) {
  const what = !(problem instanceof Refused)
    ? "This page can't show some of what it is told."
    : problem.code === null
      ? "This instance does not answer."
      : `This instance answers ${problem.status} ${problem.code} to some of what this page asks.`;
  return lastAnswer ? `${what} What is shown may be as old as ${time(lastAnswer, new Date())}.` : what;
}

// Of the sessions of this page, the one that goes on; null while nobody is signed in.
let current = null;

function begin() {
  current = {};
  byId("sign-in").hidden = true;
  byId("page").hidden = false;
  byId("sign-out").hidden = false;
  byId("headline").focus();
  ROUNDS.forEach((round) => goOn(round, current));
}

function end(why) {
  current = null;
  signOut();
  byId("cancel").close();
  byId("page").hidden = true;
  byId("sign-out").hidden = true;
  byId("sign-in").hidden = false;
  say(byId("sign-in-error"), why);
  byId(byId("client-id").value ? "client-secret" : "client-id").focus();
}

byId("sign-in-form").addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  const form = submitted.target;
  const button = form.querySelector("button");
  button.disabled = true;
  say(byId("sign-in-error"), "");
  try {
    await signIn(form.elements.client_id.value.trim(), form.elements.client_secret.value);
    form.elements.client_secret.value = "";
    begin();
  } catch (problem) {
    if (!(problem instanceof Refused)) {
      throw problem;
    }
    say(byId("sign-in-error"), {
      invalid_client: "There is no such credential, or its secret is another one.",
      invalid_scope: "This credential does not have the scope ledger.operate.",
    }[problem.code] ?? (problem.code ? `Refused: ${problem.status} ${problem.code}` : "The service does not answer."));
    form.elements.client_secret.focus();
  } finally {
    button.disabled = false;
  }
});

byId("sign-out").addEventListener("click", () => end(""));

// A page that comes back to the front does not wait for its turn.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && isSignedIn()) {
    ROUNDS.forEach((round) => once(round, current));
  }
});

byId("client-id").focus();
