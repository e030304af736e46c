// Node states: the counts on every page that shows them, the table on the page of nodes.
import { fromTemplate, part, setFigure, setLink, setShown, setTag, setText } from "./dom.js";
import { setTime } from "./time.js";

const ranks = { DOWN: 0, UNKNOWN: 1, UP: 2, CLOSED: 3 };

export function startNodes() {
  const table = document.getElementById("nodes");
  const handlers = { "node-counts": showCounts };
  if (!table) return handlers;
  const rows = new Map([...table.children].map((row) => [row.dataset.key, row]));
  return {
    ...handlers,
    "all-nodes": (nodes) => replace(table, rows, nodes),
    nodes: (nodes) => nodes.forEach((node) => update(table, rows, node)),
    forgotten: ({ key }) => remove(rows, key),
  };
}

function showCounts({ up, down, closed }) {
  setFigure("nodes-up", up);
  setFigure("nodes-down", down);
  setFigure("nodes-closed", closed);
  document.querySelectorAll('.figure[data-live="nodes-down"]').forEach((figure) => figure.classList.toggle("bad", down > 0));
}

function replace(table, rows, nodes) {
  const known = new Set(nodes.map((node) => node.key));
  for (const key of [...rows.keys()]) if (!known.has(key)) remove(rows, key);
  nodes.forEach((node) => update(table, rows, node));
  setShown("nodes-empty", rows.size === 0);
}

function update(table, rows, node) {
  const known = rows.get(node.key);
  const row = known ?? fromTemplate("node-template");
  const moved = row.dataset.rank !== String(ranks[node.status]);
  fill(row, node);
  if (!known) rows.set(node.key, row);
  if (moved || !known) table.insertBefore(row, successor(table, row));
  setShown("nodes-empty", false);
}

function fill(row, node) {
  row.dataset.key = node.key;
  row.dataset.rank = ranks[node.status];
  setTag(part(row, "status"), "status", node.status);
  setText(row, "name", node.name);
  setLink(row, "name", node.logsUrl);
  setText(row, "service", node.service);
  setText(row, "cause", node.cause);
  setTime(part(row, "lastSeen"), node.lastSeen);
  setTime(part(row, "since"), node.since);
}

// Silent ones first, then by service and name, as the server sorts them.
function successor(table, row) {
  const key = (element) => [Number(element.dataset.rank), part(element, "service").textContent.toLowerCase(), part(element, "name").textContent.toLowerCase()];
  const own = key(row);
  return [...table.children].find((other) => other !== row && less(own, key(other))) ?? null;
}

function less(left, right) {
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return left[at] < right[at];
  return false;
}

function remove(rows, key) {
  rows.get(key)?.remove();
  rows.delete(key);
}
