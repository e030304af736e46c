// Times, as the server writes them (Text/Times.cs): UTC, with the reader's own time as tooltip.
const two = (number) => String(number).padStart(2, "0");

export function setTime(element, iso) {
  element.dateTime = iso ?? "";
  render(element);
}

export function startClock() {
  document.querySelectorAll("time[datetime]").forEach(render);
  setInterval(() => document.querySelectorAll('time[data-style="ago"]').forEach(render), 1000);
}

function render(element) {
  const time = new Date(element.dateTime);
  if (Number.isNaN(time.getTime())) return;
  const text = written(time, element.dataset.style);
  if (element.textContent !== text) element.textContent = text;
  element.title = time.toLocaleString();
}

function written(time, style) {
  if (style === "ago") return ago((Date.now() - time) / 1000);
  const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
  const day = `${time.getUTCFullYear()}-${two(time.getUTCMonth() + 1)}-${two(time.getUTCDate())}`;
  const milliseconds = String(time.getUTCMilliseconds()).padStart(3, "0");
  if (style === "clock") return `${clock}.${milliseconds}`;
  return style === "second" ? `${day} ${clock}` : `${day} ${clock}.${milliseconds}`;
}

function ago(seconds) {
  if (seconds < 2) return "just now";
  if (seconds < 120) return `${Math.round(seconds)} s ago`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86400)} days ago`;
}
