// The numbers of the page, each by the metric that it is.

import {byId, figure} from "/operations/dom.js";
import {duration, number} from "/operations/format.js";

// How bad a number is: from the first bound on a warning, from the second on worse.
const tone = (value, warn, bad = Infinity) => (value >= bad ? "bad" : value >= warn ? "warn" : "");

const FIGURES = [
  {label: "In doubt", metric: "pryzma_keys_in_doubt", show: number, tone: (value) => tone(value, 1)},
  {label: "Oldest in doubt", metric: "pryzma_keys_in_doubt_oldest_seconds", show: duration,
    tone: (value) => tone(value, 300, 3600)},
  {label: "Orphaned accounts", metric: "pryzma_ledger_orphans", labels: {kind: "account"}, show: number,
    tone: (value) => tone(value, 1, 1)},
  {label: "Orphaned transfers", metric: "pryzma_ledger_orphans", labels: {kind: "transfer"}, show: number,
    tone: (value) => tone(value, 1, 1)},
  {label: "Sweep is behind", metric: "pryzma_sweep_lag_seconds", show: duration, tone: (value) => tone(value, 120, 600)},
  {label: "Purge is behind", metric: "pryzma_purge_lag_seconds", show: duration, tone: (value) => tone(value, 3600)},
  {label: "Requests at work", metric: "pryzma_http_requests_active", show: number},
  {label: "Connections", metric: "pryzma_http_connections", show: number},
  {label: "Calls waiting, transfers", metric: "pryzma_ledger_waiting", labels: {lane: "transfers"}, show: number},
  {label: "Calls waiting, queries", metric: "pryzma_ledger_waiting", labels: {lane: "queries"}, show: number},
  {label: "Writes waiting", metric: "pryzma_writer_waiting", show: number},
  {label: "Oldest waiting commit", metric: "pryzma_postgres_commit_wait_seconds", show: duration,
    tone: (value) => tone(value, 1, 5)},
];

const TOTALS = {
  first: "First requests", replayed: "Replays", joined: "Joins", taken_over: "Take-overs", reused: "Reuses",
  cancelled: "Cancelled", in_doubt: "Left in doubt", not_attempted: "Not attempted",
};

// A whole list of what is in doubt is younger than what the resolver found last.
export function showFigures(now, listed) {
  for (const {label, metric, labels = {}, show, tone: judge} of FIGURES) {
    const value = listed[metric] ?? valueOf(now, metric, labels);
    figure(byId("figures"), label, nameOf(metric, labels), show(value), value === null ? "" : judge?.(value) ?? "");
  }
}

export function showTotals(recent) {
  const order = Object.keys(TOTALS);
  const totals = recent.totals.toSorted((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome));
  for (const {outcome, last_hour: count, metric} of totals) {
    figure(byId("totals"), TOTALS[outcome] ?? outcome, nameOf(metric, {outcome}), number(count));
  }
}

// What each job has still to do, as far as a number tells it.
export function backlogs(now) {
  const behind = (metric) => {
    const value = valueOf(now, metric, {});
    return value === null ? "" : duration(value);
  };
  return {
    sweep: behind("pryzma_sweep_lag_seconds"),
    purge: behind("pryzma_purge_lag_seconds"),
    resolver: `${number(valueOf(now, "pryzma_keys_in_doubt", {}))} keys`,
  };
}

export function orphans(now) {
  return (valueOf(now, "pryzma_ledger_orphans", {kind: "account"}) ?? 0)
    + (valueOf(now, "pryzma_ledger_orphans", {kind: "transfer"}) ?? 0);
}

function valueOf(now, metric, labels) {
  const found = now.figures.find((it) => it.metric === metric
    && Object.entries(labels).every(([name, value]) => it.labels[name] === value));
  return found?.value ?? null;
}

function nameOf(metric, labels) {
  const told = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return told.length === 0 ? metric : `${metric}{${told.join(",")}}`;
}
