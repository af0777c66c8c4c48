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
const SWEEP_ADVICE = "Requests are carried out, but nobody compares Postgres with the ledger any more. "
  + "Look at the job and its error, below.";

const LANES = {transfers: "Transfers and reads by id", queries: "Lists and history"};

export function showState(now) {
  const {tone, headline, advice} = summary(now);
  byId("state").className = `state ${tone}`;
  say(byId("headline"), headline);
  say(byId("advice"), advice);
  showCards(cards(now), now.at);
  document.title = `${headline}: Pryzma Ledger`;
}

// What is worst is told first.
function summary(now) {
  const {ledger, postgres, components} = now;
  const sweep = components.find((it) => it.component === "sweep");
  if (postgres.status !== "up") {
    return {tone: "unavailable", headline: `Postgres ${words(postgres.status)}`, advice: POSTGRES_ADVICE};
  }
  if (ledger.status === "available" && sweep && sweep.status !== "available") {
    return {tone: sweep.status, headline: `Sweep stands since ${time(sweep.since, now.at)}`, advice: SWEEP_ADVICE};
  }
  return {
    tone: ledger.status === "wrong_ledger" ? "unavailable" : ledger.status,
    headline: `Ledger ${words(ledger.status)} since ${time(ledger.since, now.at)}`,
    advice: ADVICE[ledger.status] ?? "",
  };
}

function cards({ledger, postgres, components}) {
  const part = (name) => components.find((it) => it.component === name);
  return [
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
      status: postgres.status,
      since: part("postgres")?.since,
      detail: postgres.status === "up" ? "" : postgres.detail,
      metric: "pryzma_postgres_writable",
    },
    {
      title: "Comparison of both",
      status: part("sweep")?.status ?? "unknown",
      since: part("sweep")?.since,
      detail: words(part("sweep")?.cause ?? ""),
      metric: "pryzma_sweep_lag_seconds",
    },
  ];
}

function showCards(shown, now) {
  const list = byId("lanes");
  while (list.children.length > shown.length) {
    list.lastChild.remove();
  }
  shown.forEach((card, place) => {
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
    say(detail, card.detail);
    metric.replaceChildren(metricName(card.metric));
  });
}
