// The only ways in which data get into the page: as text, and as links to the console's own pages.
export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

export function part(row, name) {
  return row.querySelector(`[data-f="${name}"]`);
}

export function setText(row, name, text) {
  const element = part(row, name);
  if (element && element.textContent !== text) element.textContent = text;
}

export function setLink(row, name, path) {
  const element = part(row, name);
  if (!element) return;
  const own = typeof path === "string" && path.startsWith("/") && !path.startsWith("//");
  element.hidden = !own;
  if (own) element.setAttribute("href", path);
}

export function setTag(element, prefix, word) {
  element.className = `tag ${prefix}-${word.toLowerCase()}`;
  element.textContent = word;
}

export function setFigure(name, number) {
  for (const element of document.querySelectorAll(`[data-live="${name}"]`)) element.textContent = count(number);
}

export function setShown(id, shown) {
  const element = document.getElementById(id);
  if (element) element.hidden = !shown;
}

export const count = (number) => number.toLocaleString("en-US");
