// The head of the page: whether money moves now, since when, and what that means for clients.

import {byId, element, metricName, say} from "/operations/dom.js";
import {duration, secondsBetween, time, TONES, words} from "/operations/format.js";

const ADVICE = {
  available: "Requests are carried out.",
  degraded: "An attempt went unanswered and is made again. Clients may see slow answers, and 502 if it lasts.",
  unavailable: "Clients get 502 and try again with the same key. Nothing is lost and nothing is done twice. "
    + "Look at the cluster and the way to it; the service goes on by itself once it answers.",
  unknown: "The ledger has not been asked yet.",
  wrong_ledger: "The ledger that answers is not the one that this Postgres belongs to. Nothing is served. "
    + "Point the service at its own cluster.",
};
const POSTGRES_ADVICE = "Clients get 503 and try again with the same key. Nothing is lost and nothing is done twice. "
  + "Look at Postgres and its standby.";

const LANES = {transfers: "Transfers and reads by id", queries: "Lists and history"};

export function showState(now) {
  const ledger = now.ledger;
  const writable = now.postgres.status === "up";
  const status = writable || ledger.status === "wrong_ledger" ? ledger.status : "unavailable";
  byId("state").className = `state ${status === "wrong_ledger" ? "unavailable" : status}`;
  say(byId("headline"), headline(now, writable));
  say(byId("advice"), writable ? ADVICE[ledger.status] : POSTGRES_ADVICE);
  const cards = [
    ...ledger.lanes.map((lane) => ({
      title: LANES[lane.lane] ?? lane.lane,
      status: lane.status,
      more: `circuit ${words(lane.circuit)}`,
      since: lane.since,
      detail: lane.status === "available" ? "" : lane.detail,
      metric: `pryzma_ledger_available{lane="${lane.lane}"}`,
    })),
    {
      title: "Postgres",
      status: now.postgres.status,
      more: "",
      since: null,
      detail: writable ? "" : now.postgres.detail,
      metric: "pryzma_postgres_writable",
    },
  ];
  showCards(cards, now.at);
  document.title = `${words(status)}: Pryzma Ledger`;
}

function headline(now, writable) {
  if (!writable) {
    return `Postgres: ${words(now.postgres.status)}`;
  }
  return `Ledger ${words(now.ledger.status)} since ${time(now.ledger.since, now.at)}`;
}

function showCards(cards, now) {
  const list = byId("lanes");
  while (list.children.length > cards.length) {
    list.lastChild.remove();
  }
  cards.forEach((card, place) => {
    let box = list.children[place];
    if (!box) {
      box = element("div", {className: "card"}, element("h3"), element("p"), element("p", {className: "quiet"}),
        element("p", {className: "quiet"}), element("p", {className: "quiet"}));
      list.append(box);
    }
    const [title, status, since, detail, metric] = box.children;
    box.dataset.status = card.status;
    say(title, card.title);
    say(status, [words(card.status), card.more].filter(Boolean).join(", "));
    status.className = TONES[card.status] ?? "";
    say(since, card.since ? `for ${duration(secondsBetween(card.since, now))}` : "");
    say(detail, card.detail ?? "");
    metric.replaceChildren(metricName(card.metric));
  });
}
