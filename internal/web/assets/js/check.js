// On the page that compares a CV with its original, a link with data-check puts
// the field or line it leads to into the inspector without a new page, and the
// place on the original is lit. Without this script each is a page of its own.
const page = () => document.querySelector("[data-checking]");

function showPlace(smooth) {
  const ids = document.getElementById("inspector")?.dataset.chosen?.split(" ") ?? [];
  for (const mark of page().querySelectorAll(".lit")) mark.classList.remove("lit");
  for (const id of ids) {
    for (const mark of page().querySelectorAll(`[data-mark="${CSS.escape(id)}"]`)) {
      mark.classList.add("lit");
      if (id === ids[0]) follow(mark, smooth);
    }
  }
}

// follow scrolls the panel that a place is in, and not the page.
function follow(mark, smooth) {
  const panel = mark.closest("[data-follows]");
  if (!panel || panel.scrollHeight <= panel.clientHeight) return;
  const top = mark.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  if (top < 0 || top > panel.clientHeight - 60) {
    panel.scrollBy({ top: top - panel.clientHeight / 3, behavior: smooth ? "smooth" : "auto" });
  }
}

async function choose(link, remember) {
  const href = link.getAttribute("href");
  const answer = await fetch(href.split("#")[0], { mode: "same-origin" });
  const inspector = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("inspector");
  if (!answer.ok || !inspector || !page()) {
    location.assign(href);
    return;
  }
  document.getElementById("inspector").replaceWith(document.adoptNode(inspector));
  if (remember) history.pushState({ check: true }, "", href);
  showPlace(true);
  const box = inspector.getBoundingClientRect();
  if (box.top < 0 || box.top > innerHeight - 120) inspector.scrollIntoView({ block: "start", behavior: "smooth" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-check]");
  if (!link || !page() || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  choose(link, true).catch(() => location.assign(link.getAttribute("href")));
});

addEventListener("popstate", () => page() && location.reload());
if (page()) {
  // The pictures have their size from the start, so places are where they stay.
  showPlace(false);
}
