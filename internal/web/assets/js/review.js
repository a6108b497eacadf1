// A list with data-review holds edits to decide. y, n and e press the current
// edit's buttons, j and k move between edits; after a decision the next open
// edit becomes the current one.
const list = () => document.querySelector("[data-review]");
const items = () => [...(list()?.querySelectorAll("[data-edit]") ?? [])];
let current = null;

function make(item) {
  for (const other of items()) other.classList.toggle("current", other === item);
  current = item?.dataset.edit ?? null;
}

function move(item) {
  if (!item) return;
  make(item);
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

function here() {
  return items().find((item) => item.dataset.edit === current) ?? items()[0];
}

function step(by) {
  const all = items();
  move(all[Math.min(all.length - 1, Math.max(0, all.indexOf(here()) + by))]);
}

document.addEventListener("keydown", (event) => {
  if (!list() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select") || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    step(key === "j" ? 1 : -1);
    return;
  }
  const button = { y: "accept", n: "reject", e: "change" }[key];
  const control = button && here()?.querySelector(`[data-do="${button}"]`);
  if (!control) return;
  event.preventDefault();
  make(here());
  control.click();
  if (button === "change") control.closest("details")?.querySelector("textarea")?.focus();
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.("[data-edit]");
  if (item) make(item);
});

// After htmx has put the answered edit back, go on to the next open one.
document.addEventListener("htmx:after:swap", () => {
  if (!list() || !current) return;
  const all = items();
  const at = all.findIndex((item) => item.dataset.edit === current);
  if (at < 0 || all[at].querySelector("details.own[open]")) return;
  const open = all.slice(at + 1).concat(all.slice(0, at)).find((item) => item.dataset.state === "open");
  move(all[at].dataset.state === "open" ? all[at] : (open ?? all[at]));
});
