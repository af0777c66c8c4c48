// What is shown as tables beside the requests in doubt: incidents, orphans, jobs, instances.

import {get} from "/operations/api.js";
import {byId, element, figure, fillTable} from "/operations/dom.js";
import {duration, millis, number, secondsBetween, time, TONES, words} from "/operations/format.js";

const DAYS = 90;
const INCIDENTS = 25;
const INSTANCES = 12;

export async function showHistory(at) {
  const from = new Date(Date.parse(at) - DAYS * 86400000).toISOString();
  const history = await get(`/v1/ledger/availability?from=${from}`);
  showInstances(history.instances, at);
  for (const [span, percent] of Object.entries(history.uptime)) {
    figure(byId("uptime"), `Up, last ${span.replace("h", " hours").replace("d", " days")}`,
      "pryzma_ledger_unavailable_seconds_total", percent === null ? "–" : `${percent} %`);
  }
  const incidents = history.periods
    .filter((period) => period.status !== "available" && period.status !== "unknown")
    .sort((one, other) => Date.parse(other.from) - Date.parse(one.from))
    .slice(0, INCIDENTS);
  fillTable(byId("incidents"), incidents, (row) => `${row.from} ${row.instance} ${row.component}`, (row) => [
    tone(row.status),
    row.component,
    time(row.from, at),
    row.to ? duration(secondsBetween(row.from, row.to)) : `${duration(secondsBetween(row.from, at))}, and goes on`,
    words(row.cause ?? ""),
    element("span", {className: "id", textContent: shortId(row.instance)}),
  ]);
  byId("incidents-none").hidden = incidents.length > 0;
  return incidents;
}

export async function showOrphans(count) {
  byId("orphans-section").hidden = !count;
  if (!count) {
    return;
  }
  const page = await get("/v1/ledger/orphans?limit=10");
  fillTable(byId("orphans"), page.data, (row) => row.id, (row) => [
    row.kind, words(row.reason), String(row.ledger_number), row.created_at.slice(0, 19).replace("T", " "),
    element("span", {className: "id", textContent: row.id}),
  ]);
}

export function showJobs(now, backlogs) {
  fillTable(byId("jobs"), now.jobs, (job) => job.name, (job) => [
    job.name,
    tone(job.status),
    job.last_start ? `${time(job.last_start, now.at)}` : "not yet",
    millis(job.last_duration_seconds),
    backlogs[job.name] ?? "",
    job.error ? `${job.error}, ${number(job.failures)} in a row` : "",
  ]);
}

function showInstances(instances, at) {
  fillTable(byId("instances"), instances.slice(0, INSTANCES), (it) => it.id, (it) => [
    element("span", {className: "id", textContent: it.id}),
    it.answers ? "this one" : it.live ? "live" : "gone",
    it.version,
    time(it.started_at, at),
    time(it.last_seen, at),
  ]);
}

const shortId = (id) => (id ?? "").slice(0, 8);

function tone(status) {
  return element("span", {className: TONES[status] ?? "", textContent: words(status)});
}
