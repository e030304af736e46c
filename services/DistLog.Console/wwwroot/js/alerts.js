// Alerts: the count in the header on every page, and the lists where a page has them.
import { fromTemplate, part, setFigure, setLink, setShown, setTag, setText, count } from "./dom.js";
import { setTime } from "./time.js";

const firing = new Map();

export function startAlerts() {
  const lists = { firing: document.getElementById("firing-alerts"), resolved: document.getElementById("resolved-alerts") };
  return {
    "all-alerts": (alerts) => { firing.clear(); clear(lists); show(lists, alerts.toReversed()); },
    alerts: (alerts) => show(lists, alerts),
  };
}

function clear(lists) {
  lists.firing?.replaceChildren();
  lists.resolved?.replaceChildren();
}

function show(lists, alerts) {
  for (const alert of alerts) {
    if (alert.firing) firing.set(alert.fingerprint, alert);
    else firing.delete(alert.fingerprint);
    place(lists, alert);
  }
  setFigure("firing-count", firing.size);
  setFigure("firing-figure", firing.size);
  document.querySelectorAll('[data-live="firing-count"]').forEach((badge) => { badge.hidden = firing.size === 0; });
  document.querySelectorAll('.figure[data-live="firing-figure"]').forEach((figure) => figure.classList.toggle("bad", firing.size > 0));
  setShown("alerts-empty", lists.firing?.children.length === 0);
  setShown("resolved-empty", lists.resolved?.children.length === 0);
}

// A count that grows stays in its place; a new alert and one that changes sides come on top.
function place(lists, alert) {
  const target = alert.firing ? lists.firing : lists.resolved;
  const known = [lists.firing, lists.resolved].flatMap((list) => [...(list?.children ?? [])]).find((card) => card.dataset.key === alert.fingerprint);
  if (!target) return known?.remove();
  const card = known ?? fromTemplate("alert-template");
  fill(card, alert);
  if (card.parentElement !== target) target.prepend(card);
  while (target.children.length > Number(target.dataset.limit)) target.lastElementChild.remove();
}

function fill(card, alert) {
  card.dataset.key = alert.fingerprint;
  card.className = `alert ${alert.firing ? "firing" : "resolved"}`;
  setTag(part(card, "level"), "level", alert.severity);
  setTag(part(card, "state"), "state", alert.firing ? "firing" : "resolved");
  setText(card, "service", alert.service);
  setText(card, "node", alert.node);
  setText(card, "count", count(alert.count));
  setText(card, "title", alert.title);
  setTime(part(card, "startsAt"), alert.startsAt);
  setTime(part(card, "updatedAt"), alert.updatedAt);
  setLink(card, "eventUrl", alert.eventUrl);
  setLink(card, "logsUrl", alert.logsUrl);
}
