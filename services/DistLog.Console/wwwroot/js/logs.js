// The live list of warnings and errors: the newest on top, bounded, pausable.
import { fromTemplate, part, setLink, setShown, setTag, setText, count } from "./dom.js";
import { setTime } from "./time.js";

export function startLogs() {
  const list = document.getElementById("live-logs");
  if (!list) return {};
  const limit = Number(list.dataset.limit);
  const shown = new Set([...list.children].map((row) => row.dataset.key));
  const pause = pauseButton(document.getElementById("pause"), limit, (logs) => add(list, shown, limit, logs));
  return { logs: pause.take, skipped: showSample };
}

function add(list, shown, limit, logs) {
  const rows = document.createDocumentFragment();
  for (const log of logs.slice(-limit)) {
    if (shown.has(log.id)) continue;
    shown.add(log.id);
    rows.prepend(row(log));
  }
  // Who reads further down stays where they are.
  const before = list.scrollHeight;
  const reading = list.scrollTop > 0;
  list.prepend(rows);
  while (list.children.length > limit) {
    shown.delete(list.lastElementChild.dataset.key);
    list.lastElementChild.remove();
  }
  if (reading) list.scrollTop += list.scrollHeight - before;
  setShown("logs-empty", list.children.length === 0);
}

function row(log) {
  const element = fromTemplate("log-template");
  element.dataset.key = log.id;
  element.classList.add("new");
  setTime(part(element, "time"), log.time);
  setTag(part(element, "level"), "level", log.level);
  setText(element, "service", log.service);
  setText(element, "node", log.node);
  setText(element, "message", log.message);
  setLink(element, "service", `/search?service=${encodeURIComponent(log.service)}`);
  setLink(element, "message", `/event?id=${encodeURIComponent(log.id)}`);
  return element;
}

function pauseButton(button, limit, show) {
  let paused = false;
  let waiting = [];
  let missed = 0;
  const label = () => { button.textContent = paused ? `Resume (${count(missed)} new)` : "Pause"; };
  button.addEventListener("click", () => {
    paused = !paused;
    button.setAttribute("aria-pressed", String(paused));
    if (!paused) {
      show(waiting);
      waiting = [];
      missed = 0;
    }
    label();
  });
  return {
    take(logs) {
      if (!paused) return show(logs);
      waiting = waiting.concat(logs).slice(-limit);
      missed += logs.length;
      label();
    },
  };
}

let sampleTimer = 0;

function showSample({ arrived, skipped }) {
  const note = document.getElementById("sampled");
  note.textContent = `A sample: ${count(arrived - skipped)} of ${count(arrived)} a second`;
  note.hidden = false;
  clearTimeout(sampleTimer);
  sampleTimer = setTimeout(() => { note.hidden = true; }, 3000);
}
