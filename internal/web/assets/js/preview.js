// The pages beside an editor: drawn again when the text was kept, and scrolled
// together with the fields.
let wanted = "";

const pane = (form) => form.querySelector("[data-pane]");

// draw shows the pages of the revision that the form has now. A picture takes the
// place of the one before when it is ready, so that nothing flickers.
export async function draw(form) {
  const revision = form.elements.namedItem("revision").value;
  const count = Number(form.querySelector("[data-pages]")?.dataset.pages ?? 0);
  wanted = revision;
  const base = `${new URL(form.action).pathname}/pages/`;
  await Promise.all(Array.from({ length: count }, (_, i) => page(form, i + 1, `${base}${i + 1}?revision=${revision}`, revision)));
  if (wanted !== revision) return;
  for (const figure of [...pane(form).children].slice(count)) figure.remove();
  tabs(form, count);
  form.dispatchEvent(new CustomEvent("drawn", { detail: { revision } }));
}

async function page(form, n, src, revision) {
  const fresh = new Image();
  for (let tries = 0; ; tries++) {
    fresh.src = src;
    try {
      await fresh.decode();
      break;
    } catch {
      if (tries === 2 || wanted !== revision) return;
      await new Promise((later) => setTimeout(later, 400));
    }
  }
  if (wanted !== revision) return;
  let figure = document.getElementById(`page-${n}`);
  if (!figure) {
    figure = document.createElement("figure");
    figure.className = "page";
    figure.id = `page-${n}`;
    pane(form).append(figure);
  }
  const old = figure.querySelector("img");
  fresh.width = fresh.naturalWidth;
  fresh.height = fresh.naturalHeight;
  fresh.alt = old?.alt ?? document.querySelector("#page-1 img")?.alt.replace("1", n) ?? "";
  if (old) old.replaceWith(fresh);
  else figure.append(fresh);
}

// tabs lead to the pages, where there is more than one.
function tabs(form, count) {
  const nav = form.querySelector(".page-tabs");
  if (nav.children.length === (count < 2 ? 0 : count)) return;
  nav.replaceChildren(...(count < 2 ? [] : Array.from({ length: count }, (_, i) =>
    Object.assign(document.createElement("a"), { href: `#page-${i + 1}`, textContent: i + 1 }))));
}

// follow scrolls the pages in step with the fields, and the fields with the
// pages, whichever the person moves.
export function follow(form) {
  let leader = "fields";
  const area = () => document.getElementById("editor-fields");
  const share = () => {
    const box = area().getBoundingClientRect();
    const room = box.height - innerHeight * 0.6;
    return room <= 0 ? 0 : Math.min(1, Math.max(0, (innerHeight * 0.2 - box.top) / room));
  };
  addEventListener("scroll", () => {
    const p = pane(form);
    if (leader === "fields" && p.scrollHeight > p.clientHeight) p.scrollTop = share() * (p.scrollHeight - p.clientHeight);
  }, { passive: true });
  for (const [who, element] of [["fields", form.querySelector(".editor-panes")], ["pages", pane(form)]]) {
    for (const name of ["wheel", "touchstart", "pointerdown", "focusin"]) {
      element.addEventListener(name, (event) => {
        leader = event.target.closest("[data-pane]") ? "pages" : who === "pages" ? "pages" : "fields";
      }, { passive: true, capture: true });
    }
  }
  pane(form).addEventListener("scroll", () => {
    const p = pane(form);
    if (leader !== "pages" || p.scrollHeight <= p.clientHeight) return;
    const box = area().getBoundingClientRect();
    const room = box.height - innerHeight * 0.6;
    if (room > 0) scrollTo({ top: scrollY + box.top - innerHeight * 0.2 + (p.scrollTop / (p.scrollHeight - p.clientHeight)) * room, behavior: "instant" });
  }, { passive: true });
  form.addEventListener("click", (event) => {
    const tab = event.target.closest(".page-tabs a");
    if (!tab) return;
    event.preventDefault();
    leader = "pages";
    const figure = document.querySelector(tab.getAttribute("href"));
    pane(form).scrollTo({ top: figure.offsetTop - pane(form).offsetTop, behavior: "smooth" });
  });
}
