// Conveniences of the search page, which works without them: "/" goes to the text, j and k walk through the results, a
// result shows its event in place, and the inputs for an absolute time appear when it is chosen.
export function startSearch() {
  document.addEventListener("keydown", shortcuts);
  document.getElementById("results")?.addEventListener("toggle", (event) => load(event.target), true);
  startRange(document.getElementById("range"), document.getElementById("custom-range"));
  offerCopy(document);
}

function shortcuts(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (event.key === "/") {
    event.preventDefault();
    const text = document.getElementById("q");
    if (text) text.select();
    else location.href = "/search";
  } else if (event.key === "j" || event.key === "k") {
    const rows = [...document.querySelectorAll("#results summary.log")];
    const at = rows.indexOf(document.activeElement);
    rows[Math.max(0, at + (event.key === "j" ? 1 : -1))]?.focus();
  }
}

function startRange(select, custom) {
  if (!select) return;
  const show = () => custom.classList.toggle("chosen", select.value === "custom");
  select.addEventListener("change", show);
  show();
}

// The server renders the event, escaped; it is parsed inert, and only its known part is moved here.
async function load(details) {
  // A shown event has folds of its own, such as the exception's stack: there is nothing to fetch for them.
  if (!details.open || !details.dataset.event || details.dataset.loaded) return;
  details.dataset.loaded = "true";
  const place = details.querySelector(".expanded");
  try {
    const response = await fetch(`/event?id=${encodeURIComponent(details.dataset.event)}`);
    const page = parse(await response.text());
    const body = page.querySelector("[data-event-body]");
    if (body) place.replaceChildren(document.importNode(body, true));
    else delete details.dataset.loaded;
    offerCopy(place);
  } catch {
    delete details.dataset.loaded;
  }
}

// Trusted Types: this policy's only input is the console's own page for an event.
const policy = globalThis.trustedTypes?.createPolicy("distlog-event", { createHTML: (html) => html });

function parse(html) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
}

function offerCopy(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.closest("[data-event-body]").querySelector('[data-f="json"]').textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy JSON"; }, 1500);
    });
  }
}
