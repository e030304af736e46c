// The stream of server-sent events: one for a page, shown in the header, retried when it is cut, and given up while the
// tab is hidden (a browser has six connections to a host for all its tabs).
const HiddenMs = 15000;
// The server sends a sign of life every few seconds: after this silence the connection is dead, even if nothing says so.
const SilenceMs = 20000;
const RetryMs = 2000;

let source = null;
let lastSign = 0;
let hiddenTimer = 0;

export function connect(topics, handlers) {
  const all = { ...handlers, status: showStatus };
  open(topics, all);
  setInterval(() => {
    if (source && Date.now() - lastSign > SilenceMs) reopen(topics, all);
  }, 1000);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiddenTimer);
    if (document.hidden) hiddenTimer = setTimeout(close, HiddenMs);
    else if (!source) open(topics, all);
  });
  // A page that comes out of the browser's back-forward cache has lost its stream.
  addEventListener("pageshow", (event) => { if (event.persisted) reopen(topics, all); });
}

function open(topics, handlers) {
  lastSign = Date.now();
  source = new EventSource(`/live?topics=${encodeURIComponent(topics)}`);
  source.onopen = () => { lastSign = Date.now(); show("live", "Live"); };
  source.onerror = () => {
    show("retrying", "Disconnected, retrying…");
    // The browser retries a cut stream itself, but gives up on one that was refused.
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => reopen(topics, handlers), RetryMs);
  };
  source.addEventListener("beat", () => { lastSign = Date.now(); });
  for (const [name, handle] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => {
      lastSign = Date.now();
      handle(JSON.parse(event.data));
    });
  }
}

function reopen(topics, handlers) {
  source?.close();
  show("retrying", "Disconnected, retrying…");
  open(topics, handlers);
}

function close() {
  source?.close();
  source = null;
  show("off", "Paused while hidden");
}

function show(state, text) {
  const element = document.getElementById("connection");
  if (!element || element.dataset.state === state) return;
  element.dataset.state = state;
  element.querySelector('[data-f="text"]').textContent = text;
}

function showStatus({ bus, store, reason }) {
  const banner = document.getElementById("banner");
  const missing = [bus ? null : "The bus does not answer: live views stand still.", store ? null : "The store does not answer: search and counts stand still."];
  const text = missing.filter(Boolean).join(" ");
  banner.hidden = text === "";
  banner.textContent = text && `${text} ${reason ? `(${reason}) ` : ""}Nothing that was acknowledged is lost; this page goes on by itself.`;
}
