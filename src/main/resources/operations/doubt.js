// The requests in doubt, and the cancelling of one.

import {get, newKey, Refused, remove} from "/operations/api.js";
import {byId, element, fillTable, say} from "/operations/dom.js";
import {duration} from "/operations/format.js";

const PAGE = 50;

// What the list tells of the metrics, if it is whole.
export let listed = {};

export async function showInDoubt() {
  const page = await get(`/v1/ledger/in-doubt?limit=${PAGE}`);
  fillTable(byId("doubt"), page.data, (row) => `${row.organisation_id} ${row.key}`, (row) => [
    element("span", {className: "id", textContent: row.organisation_id}),
    row.operation,
    duration(row.age_seconds),
    element("span", {className: "id", textContent: row.key}),
    cancelButton(row),
  ]);
  byId("doubt-none").hidden = page.data.length > 0;
  byId("doubt-more").hidden = !page.has_more;
  say(byId("doubt-more"), page.has_more ? `Only the ${PAGE} found last are shown.` : "");
  listed = page.has_more ? {} : {
    pryzma_keys_in_doubt: page.data.length,
    pryzma_keys_in_doubt_oldest_seconds: Math.max(0, ...page.data.map((row) => row.age_seconds)),
  };
}

function cancelButton(row) {
  const button = element("button", {type: "button", textContent: "Cancel…"});
  button.setAttribute("aria-label", `Cancel ${row.operation} with key ${row.key}`);
  button.addEventListener("click", () => ask(row));
  return button;
}

const dialog = byId("cancel");
const confirm = byId("cancel-confirm");
let asked = null;

// One cancel is one mutation: whoever tries again tries with the same key.
function ask(row) {
  asked = {row, key: newKey()};
  byId("cancel-what").replaceChildren(
    ...[["Organisation", row.organisation_id], ["Operation", row.operation], ["Key", row.key],
      ["Claimed", `${duration(row.age_seconds)} ago`]]
      .flatMap(([name, value]) => [element("dt", {textContent: name}), element("dd", {textContent: value})]),
  );
  say(byId("cancel-outcome"), "");
  say(byId("cancel-close"), "Keep it");
  say(confirm, "Cancel the request");
  confirm.hidden = false;
  confirm.disabled = false;
  dialog.showModal();
}

confirm.addEventListener("click", async () => {
  const {row, key} = asked;
  confirm.disabled = true;
  say(byId("cancel-outcome"), "Cancelling…");
  try {
    const state = await remove(`/v1/ledger/in-doubt/${row.organisation_id}/${row.key}`, key);
    tell(key, outcome(state), true);
  } catch (problem) {
    if (!(problem instanceof Refused)) {
      throw problem;
    }
    tell(key, refusal(problem), false);
  }
});

// The button that opened it may be gone with its row.
dialog.addEventListener("close", () => {
  if (document.activeElement === document.body) {
    byId("doubt-title").focus();
  }
});

// What came of a cancel; its dialog may have been closed meanwhile, and be another one's.
function tell(key, text, done) {
  if (!dialog.open || asked.key !== key) {
    say(byId("doubt-news"), text);
    return;
  }
  say(byId("cancel-outcome"), text);
  say(byId("doubt-news"), done ? text : "");
  say(confirm, "Try again");
  confirm.disabled = false;
  confirm.hidden = done;
  if (done) {
    say(byId("cancel-close"), "Close");
    byId("cancel-close").focus();
  }
}

function outcome(state) {
  const status = state.response?.status;
  if (state.response?.body?.error === "request_cancelled") {
    return "Cancelled: it was not executed, and never will be.";
  }
  if (status >= 200 && status < 300 || state.status === "executed") {
    return `It had been executed${status ? `, with ${status}` : ""}. Nothing was changed.`;
  }
  return `It had been answered with ${status} ${state.response?.body?.error ?? ""}. Nothing was changed.`;
}

function refusal({status, code}) {
  switch (code) {
    case "ledger_unavailable":
      return "The ledger does not answer (502): the request is still in doubt. Try again when it does.";
    case "service_unavailable":
      return "The service can't do it now (503): the request is still in doubt. Try again.";
    case null:
      return "No answer came: it may have been cancelled or not. Try again; that is safe.";
    default:
      return `Refused: ${status} ${code}`;
  }
}
