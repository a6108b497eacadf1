// An element with data-evidence="ID" lights the mark with that id, and scrolls
// it into view inside its own panel, while it is hovered or focused.
let lit = [];

function light(from) {
  const id = from?.dataset.evidence;
  for (const mark of lit) mark.classList.remove("lit");
  lit = id ? [...document.querySelectorAll(`[data-mark~="${CSS.escape(id)}"]`)] : [];
  for (const mark of lit) mark.classList.add("lit");
  const panel = lit[0]?.closest("[data-follows]");
  if (panel && panel.scrollHeight > panel.clientHeight) {
    const top = lit[0].getBoundingClientRect().top - panel.getBoundingClientRect().top;
    if (top < 0 || top > panel.clientHeight - 40) panel.scrollTop += top - panel.clientHeight / 3;
  }
}

for (const name of ["pointerover", "focusin"]) {
  document.addEventListener(name, (event) => {
    const from = event.target.closest?.("[data-evidence]");
    if (from || lit.length) light(from);
  });
}
