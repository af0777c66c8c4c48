// What the parts of the page are made with: elements, tables that keep their rows, figures.

export const byId = (id) => document.getElementById(id);

// An element; a child that is a string is text, and never markup.
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// Sets a text if it is another one: what is announced is announced once.
export function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

// Shows rows in a table: those with a known key stay, so that the focus in one of them stays too.
// A cell is a text or an element; cells is asked for the texts of a row that is there again.
export function fillTable(table, rows, keyOf, cellsOf) {
  const body = table.tBodies[0];
  const labels = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent.trim());
  const before = new Map(Array.from(body.rows, (row) => [row.dataset.key, row]));
  rows.forEach((row, place) => {
    const key = keyOf(row);
    let line = before.get(key);
    before.delete(key);
    if (!line) {
      line = element("tr");
      line.dataset.key = key;
      line.role = "row";
    }
    cellsOf(row).forEach((content, column) => fillCell(line, column, labels[column], content));
    if (body.rows[place] !== line) {
      body.insertBefore(line, body.rows[place] ?? null);
    }
  });
  before.forEach((line) => line.remove());
  table.hidden = rows.length === 0;
}

function fillCell(line, column, label, content) {
  let cell = line.cells[column];
  if (!cell) {
    cell = element("td");
    cell.role = "cell";
    cell.dataset.label = label;
    line.append(cell);
    cell.append(content ?? "");
  } else if (!(content instanceof Node)) {
    say(cell, content ?? "");
  } else if (cell.firstElementChild?.tagName !== "BUTTON") {
    cell.replaceChildren(content);
  }
  cell.classList.toggle("empty", cell.textContent === "");
}

// The name of a metric, which may be broken between its words.
export function metricName(name) {
  return element("span", {className: "metric"},
    ...name.split(/(?<=_)|(?=\{)|(?<=,)/).flatMap((part) => [element("wbr"), part]));
}

// Shows a number with what it is and the name of the metric that it is in a scrape.
export function figure(list, label, metric, text, tone = "") {
  const key = `${metric} ${label}`;
  let box = Array.from(list.children).find((child) => child.dataset.key === key);
  if (!box) {
    box = element(
      "div",
      {},
      element("dt", {textContent: label}),
      element("dd", {className: "value"}),
      element("dd", {}, metricName(metric)),
    );
    box.dataset.key = key;
    list.append(box);
  }
  const value = box.children[1];
  say(value, text);
  value.className = `value ${tone}`;
}
