// The last hour of the instance that answers, as charts; outages are shaded.

import uPlot from "/operations/uPlot.esm.js";
import {byId, element, metricName} from "/operations/dom.js";
import {number, rate} from "/operations/format.js";

const HEIGHT = 190;

const perSecond = (value) => (value === null ? "–" : `${rate(value)}/s`);
const inMillis = (value) => (value === null ? "–" : `${number(value, value < 10 ? 1 : 0)} ms`);
const each = (value) => (value === null ? "–" : number(value, 1));

// Each curve is one of GET /v1/operations/recent, by its name.
const CHARTS = [
  {title: "Requests a second", unit: perSecond, curves: {requests: "all", ok: "2xx", client_errors: "4xx"}},
  {title: "Requests that found no answer, a second", unit: perSecond,
    curves: {ledger_unavailable: "502", service_unavailable: "503", internal_errors: "500"}},
  {title: "Latency", unit: inMillis, scale: 1000, curves: {latency_p50: "p50", latency_p99: "p99"}},
  {title: "Keys that came again, a second", unit: perSecond,
    curves: {replayed: "replayed", joined: "joined", taken_over: "taken over", reused: "reused"}},
  {title: "Mutations that came to nothing, a second", unit: perSecond,
    curves: {in_doubt: "left in doubt", not_attempted: "not attempted", cancelled: "cancelled"}},
  {title: "What travels together, on average", unit: each,
    curves: {message_events: "events in a message", batch_writes: "writes in a commit"}},
];

const COLOURS = ["--curve-1", "--curve-2", "--curve-3", "--curve-5"];
const OWN_COLOURS = {
  internal_errors: "--curve-5", ledger_unavailable: "--curve-4", service_unavailable: "--curve-3",
  in_doubt: "--curve-4", not_attempted: "--curve-3", cancelled: "--curve-1",
};

let drawn = [];
let outages = [];
let last = null; // what was shown last, to be drawn anew in other colours

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function showRecent(recent, incidents) {
  last = {recent, incidents};
  outages = incidents
    .filter((incident) => incident.status === "unavailable")
    .map(({from, to}) => [Date.parse(from) / 1000, to ? Date.parse(to) / 1000 : Infinity]);
  if (drawn.length === 0) {
    drawn = CHARTS.map((chart) => draw(chart, recent));
  }
  drawn.forEach(({chart, plot, box}) => {
    const data = values(chart, recent);
    plot.setData(data);
    showLatest(plot);
    box.setAttribute("aria-label", spoken(chart, data));
  });
}

function values(chart, recent) {
  return [recent.times, ...Object.keys(chart.curves).map((name) =>
    curve(recent, name).values.map((value) => (value === null ? null : value * (chart.scale ?? 1))))];
}

const curve = (recent, name) => recent.curves.find((it) => it.name === name);

function draw(chart, recent) {
  const names = Object.keys(chart.curves);
  const metrics = [...new Set(names.map((name) => curve(recent, name).metric))];
  const plotted = element("div", {className: "plot"});
  const box = element("div", {className: "chart", role: "img"}, element("h3", {textContent: chart.title}),
    element("p", {}, ...metrics.map(metricName)), plotted);
  byId("charts").append(box);
  const axis = {stroke: () => style("--quiet"), grid: {stroke: () => style("--line"), width: 1},
    ticks: {stroke: () => style("--line"), width: 1}, font: "11px system-ui, sans-serif"};
  const plot = new uPlot({
    width: width(plotted),
    height: HEIGHT,
    cursor: {sync: {key: "hour"}, y: false, drag: {x: false, y: false}},
    scales: {y: {range: (_, least, most) => [0, Math.max(most ?? 0, 1) * 1.1]}},
    axes: [
      {...axis, values: (plot, times) => times.map((at) => clock(at, span(plot) < SECONDS_MATTER)), space: 80},
      {...axis, size: 56, values: (_, splits) => splits.map((value) => number(value, 2))},
    ],
    series: [
      {label: "Time", value: (_, at) => (at === null ? "–" : clock(at, true))},
      ...names.map((name, place) => ({
        label: chart.curves[name],
        stroke: () => style(OWN_COLOURS[name] ?? COLOURS[place]),
        width: 2,
        points: {show: true, size: 4, filter: lonely},
        value: (_, value) => chart.unit(value),
      })),
    ],
    hooks: {drawClear: [shadeOutages], setCursor: [showLatest]},
  }, values(chart, recent), plotted);
  new ResizeObserver(() => {
    if (width(plotted) !== plot.width) {
      plot.setSize({width: width(plotted), height: HEIGHT});
    }
  }).observe(box);
  return {chart, plot, box};
}

const width = (node) => Math.max(200, Math.floor(node.getBoundingClientRect().width));

const SECONDS_MATTER = 600;

const span = (plot) => (plot.scales.x.max ?? 0) - (plot.scales.x.min ?? 0);

const clock = (at, withSeconds) => new Date(at * 1000).toLocaleTimeString("en-GB",
  {hour: "2-digit", minute: "2-digit", second: withSeconds ? "2-digit" : undefined});

// Where nobody points at a moment, the legend has the last one.
function showLatest(plot) {
  const latest = plot.data[0].length - 1;
  if (plot.cursor.idx == null && latest >= 0 && plot.legend.idx !== latest) {
    plot.setLegend({idx: latest}, false);
  }
}

// A value without neighbours has no line: it gets a point.
function lonely(plot, series) {
  const values = plot.data[series];
  return values.flatMap((value, i) => (value !== null && values[i - 1] == null && values[i + 1] == null ? [i] : []));
}

function shadeOutages(plot) {
  const {left, top, width: wide, height: high} = plot.bbox;
  plot.ctx.save();
  plot.ctx.fillStyle = style("--band");
  plot.ctx.beginPath(); // one for all: where two of them overlap it is no darker
  for (const [from, to] of outages) {
    const begin = Math.max(left, plot.valToPos(Math.max(from, plot.scales.x.min ?? from), "x", true));
    const end = Math.min(left + wide, plot.valToPos(Math.min(to, plot.scales.x.max ?? to), "x", true));
    if (end > begin) {
      plot.ctx.rect(begin, top, end - begin, high);
    }
  }
  plot.ctx.fill();
  plot.ctx.restore();
}

function spoken(chart, [, ...curves]) {
  const told = Object.values(chart.curves).map((label, place) => {
    const known = curves[place].filter((value) => value !== null);
    return known.length === 0
      ? `${label}: nothing`
      : `${label}: now ${chart.unit(curves[place].at(-1))}, at most ${chart.unit(Math.max(...known))}`;
  });
  return `${chart.title} in the last hour. ${told.join("; ")}`;
}

// Canvases have no style sheet: with other colours they are made anew.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  drawn.forEach(({plot, box}) => {
    plot.destroy();
    box.remove();
  });
  drawn = [];
  if (last) {
    showRecent(last.recent, last.incidents);
  }
});
