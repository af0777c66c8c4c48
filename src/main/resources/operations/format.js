// Numbers, times and durations for people.

const UNKNOWN = "–";

export function number(value, digits = 0) {
  return value === null || value === undefined
    ? UNKNOWN
    : value.toLocaleString("en", {maximumFractionDigits: digits});
}

// A rate, or another number of which small ones count too.
export function rate(value) {
  return number(value, value !== null && Math.abs(value) < 10 ? 1 : 0);
}

export function millis(seconds) {
  if (seconds === null || seconds === undefined) {
    return UNKNOWN;
  }
  return seconds < 1 ? `${number(seconds * 1000, seconds < 0.01 ? 1 : 0)} ms` : `${number(seconds, 2)} s`;
}

export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return UNKNOWN;
  }
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [
    [Math.floor(whole / 86400), "d"],
    [Math.floor(whole / 3600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "min"],
    [whole % 60, "s"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  return first < 0
    ? "0 s"
    : parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(" ");
}

export const secondsBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / 1000;

const CLOCK = new Intl.DateTimeFormat("en-GB", {hour: "2-digit", minute: "2-digit", second: "2-digit"});
const DAY = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short"});

// A time as this browser's clock shows it, with the day unless it is the one of now.
export function time(text, now) {
  if (!text) {
    return UNKNOWN;
  }
  const at = new Date(text);
  const clock = CLOCK.format(at);
  return DAY.format(at) === DAY.format(new Date(now)) ? clock : `${DAY.format(at)} ${clock}`;
}

export const words = (name) => name.replaceAll("_", " ");

// A state's word with its tone, so that colour never says it alone.
export const TONES = {
  available: "good", up: "good", ok: "good", closed: "good",
  degraded: "warn", half_open: "warn", read_only: "bad", waiting: "", unknown: "",
  unavailable: "bad", open: "bad", failing: "bad", commits_wait: "bad", wrong_ledger: "bad",
};
