// A form with data-editor keeps what is typed after each pause and draws the page
// that it becomes; structure changes by the buttons of the form, by dragging, and
// by keys. The server holds the text and the steps to undo. Without this script
// every button of the form does the same with a new page.
import "./sort.js";
import { follow, draw } from "./preview.js";

const form = document.querySelector("form[data-editor]");
const pause = 90; // after the last key, milliseconds
const look = ["template", "font", "size", "margin", "spacing", "accent", "own", "paper"];

let changed = new Set();
let queue = Promise.resolve();
let timer = 0;
let halted = false;
let waiting = false;

const value = (name) => form.elements.namedItem(name)?.value ?? "";
const all = () => new FormData(form);

// body holds what changed since the last time it was kept, and nothing else.
function body(names, action) {
  const data = all();
  const out = new URLSearchParams({ revision: value("revision"), do: action });
  const wanted = new Set(names);
  if (action.startsWith("fit") || look.some((name) => wanted.has(name))) look.forEach((name) => wanted.add(name));
  for (const name of wanted) {
    const field = form.elements.namedItem(name);
    if (field?.type === "checkbox") out.append("mark", name);
    if (data.has(name)) out.append(name, data.get(name));
  }
  if (action === "save" && names.length === 1) out.set("typing", names[0]);
  if (action === "save" && !names.some((name) => look.includes(name))) out.set("part", "bar");
  return out;
}

async function run(action) {
  if (halted) return;
  const names = [...changed];
  if (action === "save" && !names.length) return;
  changed = new Set();
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: body(names, action), headers: { "HX-Request": "true" }, mode: "same-origin" });
  } catch {
    return lost(names);
  }
  if (answer.status === 429) { // a fast hand: what is not kept yet goes with the next letters
    names.forEach((name) => changed.add(name));
    timer = setTimeout(keep, 400);
    return;
  }
  if (answer.status === 401 || answer.status >= 500) return lost(names);
  const to = answer.headers.get("HX-Redirect");
  if (to) return location.assign(to);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.status === 409) halted = true;
  if (answer.status === 422 || answer.status === 413) names.forEach((name) => changed.add(name));
  put(page, "editor-bar");
  if (page.getElementById("editor-fields") && answer.ok) fields(page);
  if (answer.ok) draw(form);
}

// lost keeps what could not be sent for the next time, and says so.
function lost(names) {
  names.forEach((name) => changed.add(name));
  form.querySelector("[data-lost]")?.removeAttribute("hidden");
  form.querySelector("[data-kept]")?.setAttribute("hidden", "");
  if (!waiting) {
    waiting = true;
    setTimeout(() => { waiting = false; keep(); }, 3000);
  }
}

function put(page, id) {
  const fresh = page.getElementById(id);
  const open = [...form.querySelectorAll(`#${id} details[open]`)].map((d) => d.className);
  const typed = id === "editor-bar" ? value("name") : null;
  const focused = document.activeElement?.closest(`#${id}`) && document.activeElement;
  if (!fresh) return;
  for (const d of fresh.querySelectorAll("details")) d.open = open.includes(d.className);
  document.getElementById(id).replaceWith(document.adoptNode(fresh));
  if (typed && form.elements.namedItem("name")) form.elements.namedItem("name").value = typed;
  if (focused) again(focused);
}

// again puts the cursor where it was before a part was replaced.
function again(old) {
  const same = [...form.elements].find((e) => e.name === old.name && (e.type !== "submit" || e.value === old.value));
  if (!same || same.disabled) return;
  same.focus({ preventScroll: true });
  if (same.setSelectionRange && old.selectionStart != null && same.type !== "checkbox" && same.type !== "radio") {
    same.setSelectionRange(old.selectionStart, old.selectionEnd);
  }
}

function fields(page) {
  const top = scrollY;
  put(page, "editor-fields");
  scrollTo({ top, behavior: "instant" });
}

const press = (action) => (queue = queue.then(() => run(action)));
const keep = () => { clearTimeout(timer); return changed.size ? press("save") : queue; };

function note(event) {
  const { name, type } = event.target;
  if (!name || event.target.dataset.own !== undefined || type === "hidden" || halted) return;
  const late = event.target.matches(".numbers, .options input:not([type=radio])"); // not before it is whole
  if (late && event.type === "input") return;
  changed.add(name);
  clearTimeout(timer);
  timer = setTimeout(keep, pause);
}

form.addEventListener("input", note);
form.addEventListener("change", note);

form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  const action = button?.value || "save";
  if (button?.dataset.plain !== undefined) return;
  event.preventDefault();
  if (/^(finish|export)$/.test(action)) {
    await keep();
    if (halted || changed.size) return;
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "do", value: action });
    form.append(hidden);
    form.submit();
    return;
  }
  await keep();
  await act(action);
});

// act changes the structure, and puts the cursor where the person goes on.
async function act(action) {
  const [verb, path] = action.split(" ");
  await press(action);
  if (verb !== "add") return;
  const list = form.querySelector(`[data-at="${CSS.escape(path)}"]`);
  const point = form.elements.namedItem(path);
  const empty = (li) => [...li.querySelectorAll("input:not([type=hidden]):not([type=checkbox]), textarea")].every((f) => !f.value);
  const fresh = point ?? [...(list?.children ?? [])].find(empty)?.querySelector("input:not([type=hidden]), textarea") ??
    [...form.querySelectorAll(`[data-path^="${CSS.escape(path)}/"]`)].pop()?.querySelector(".heading");
  fresh?.focus();
  fresh?.closest("[data-path]")?.scrollIntoView({ block: "nearest" });
}

form.addEventListener("sorted", async (event) => {
  await keep();
  await act(`move ${event.detail.path} ${event.detail.to}`);
});

// Points are written like a list: Enter begins the next one, Backspace in an
// empty one goes back.
form.addEventListener("keydown", async (event) => {
  const field = event.target;
  if (event.isComposing) return;
  if (field.dataset?.point !== undefined && event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    const [, list, at] = field.name.match(/^(.*)\/(\d+)$/);
    await keep();
    return act(`add ${list}/${Number(at) + 1}`);
  }
  if (field.dataset?.point !== undefined && event.key === "Backspace" && !field.value) {
    event.preventDefault();
    const [, list, at] = field.name.match(/^(.*)\/(\d+)$/);
    await keep();
    await press(`remove ${field.name}`);
    return form.elements.namedItem(`${list}/${Math.max(0, at - 1)}`)?.focus();
  }
  if (event.altKey && /^Arrow(Up|Down)$/.test(event.key)) {
    const item = field.closest("[data-path]");
    const verb = event.key === "ArrowUp" ? "up" : "down";
    const button = item?.querySelector(`button[value="${verb} ${CSS.escape(item.dataset.path)}"]`);
    if (!button || button.disabled) return;
    event.preventDefault();
    await keep();
    const to = item.dataset.path.replace(/\d+$/, (n) => Number(n) + (verb === "up" ? -1 : 1));
    const name = field.name?.replace(item.dataset.path, to);
    await press(button.value);
    return form.elements.namedItem(name)?.focus?.();
  }
  if (event.key === "Enter" && field.matches("input:not([type=radio])")) {
    event.preventDefault();
    note({ target: field, type: "change" });
    keep();
  }
});

document.addEventListener("keydown", async (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const action = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : key === "s" ? "save" : "";
  if (!action || (action !== "save" && !form.querySelector(`button[value=${action}]`))) return;
  event.preventDefault();
  await keep();
  if (action !== "save") press(action);
});

// A text of several lines comes into sight whole, not its cursor alone.
form.addEventListener("focusin", (event) => event.target.matches("textarea") && event.target.scrollIntoView({ block: "nearest" }));

addEventListener("pagehide", () => {
  if (!changed.size || halted) return;
  fetch(form.action, { method: "POST", body: body([...changed], "save"), headers: { "HX-Request": "true" }, keepalive: true, mode: "same-origin" });
});
addEventListener("focus", () => keep());

form.dataset.live = "";
follow(form);
