// The overview's counts: figures, services and the chart, drawn as the server draws it (Components/Parts/HistogramChart.razor).
import { count, setFigure, setShown } from "./dom.js";

const Levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const Width = 720;
const Height = 96;
const Svg = "http://www.w3.org/2000/svg";

export function startCounts() {
  return document.querySelector('[data-live="events-total"]') ? { counts: show } : {};
}

function show(counts) {
  const chart = document.getElementById("counts-chart");
  // The page was rendered without the store: now that it answers, render it anew.
  if (!chart) return location.reload();
  setFigure("events-total", counts.total);
  Levels.forEach((level, index) => setFigure(`level-${level}`, counts.levels[index]));
  showServices(counts.services);
  chart.replaceChildren(...bars(counts));
  showCaption(chart.closest("figure"), counts);
}

function showServices(services) {
  document.getElementById("services").replaceChildren(...services.map((service) => {
    const row = document.createElement("tr");
    const name = row.appendChild(document.createElement("th"));
    name.scope = "row";
    const link = name.appendChild(document.createElement("a"));
    link.setAttribute("href", service.url);
    link.textContent = service.name;
    row.append(number(service.total), number(service.warnings, "warned"), number(service.errors, "bad"));
    return row;
  }));
  setShown("services-empty", services.length === 0);
}

function number(value, colour) {
  const cell = document.createElement("td");
  cell.className = value > 0 && colour ? `number ${colour}` : "number";
  cell.textContent = count(value);
  return cell;
}

function bars({ bars, start, intervalMs }) {
  const highest = Math.max(1, ...bars.map((bar) => sum(bar)));
  const width = Width / Math.max(1, bars.length);
  return bars.map((bar, index) => {
    const from = new Date(start + index * intervalMs);
    const link = make("a", { href: `/search?range=custom&from=${input(from)}&to=${input(new Date(+from + intervalMs))}`, tabindex: -1, "aria-hidden": "true" });
    link.appendChild(make("title", {})).textContent = tip(from, bar);
    link.append(make("rect", { class: "bar-space", x: index * width, y: 0, width, height: Height }));
    let y = Height;
    bar.forEach((value, level) => {
      if (value === 0) return;
      const height = Math.max(1.5, ((Height - 10) * value) / highest);
      y -= height;
      link.append(make("rect", { class: `bar-${Levels[level].toLowerCase()}`, x: index * width + width * 0.1, y, width: width * 0.8, height }));
    });
    return link;
  });
}

function showCaption(figure, { start, intervalMs, bars }) {
  const caption = figure.querySelector("figcaption").children;
  caption[0].textContent = input(new Date(start)).replace("T", " ");
  caption[1].textContent = `${Math.round(intervalMs / 1000)} s a bar, highest ${count(Math.max(1, ...bars.map(sum)))}`;
  caption[2].textContent = input(new Date(start + intervalMs * bars.length)).replace("T", " ");
}

function make(name, attributes) {
  const element = document.createElementNS(Svg, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const sum = (bar) => bar.reduce((total, value) => total + value, 0);
const input = (time) => time.toISOString().slice(0, 19);
const tip = (from, bar) => [input(from).replace("T", " "), ...Levels.map((level, index) => (bar[index] ? `${level} ${count(bar[index])}` : null)).filter(Boolean).reverse()].join("\n");
