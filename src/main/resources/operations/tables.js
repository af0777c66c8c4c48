// What is shown as tables beside the requests in doubt: incidents, orphans, jobs, instances.

import {get} from "/operations/api.js";
import {byId, element, figure, fillTable} from "/operations/dom.js";
import {duration, millis, number, secondsBetween, time, TONES, words} from "/operations/format.js";

const INCIDENTS = 25;

export async function showIncidents(at) {
  const history = await get("/v1/ledger/availability");
  for (const [span, percent] of Object.entries(history.uptime)) {
    figure(byId("uptime"), `Up, last ${span.replace("h", " hours").replace("d", " days")}`,
      "pryzma_ledger_unavailable_seconds_total", percent === null ? "–" : `${percent} %`);
  }
  const incidents = history.periods
    .filter((period) => period.status !== "available" && period.status !== "unknown")
    .sort((one, other) => Date.parse(other.from) - Date.parse(one.from))
    .slice(0, INCIDENTS);
  fillTable(byId("incidents"), incidents, (row) => `${row.from} ${row.instance} ${row.status} ${row.lane ?? ""}`, (row) => [
    tone(row.status),
    time(row.from, at),
    row.to ? duration(secondsBetween(row.from, row.to)) : `${duration(secondsBetween(row.from, at))}, and goes on`,
    row.cause ?? "",
    row.instance ?? "",
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

export function showInstances(now) {
  fillTable(byId("instances"), now.instances, (it) => it.instance, (it) => [
    it.instance === now.instance ? `${it.instance} (this one)` : it.instance,
    it.version,
    time(it.started_at, now.at),
    `${duration(it.last_seen_seconds)} ago`,
  ]);
}

function tone(status) {
  return element("span", {className: TONES[status] ?? "", textContent: words(status)});
}
