// A toast leaves by itself unless somebody is reading or about to press undo.
const stay = 7000;

function arm(toast) {
  let timer = setTimeout(() => toast.remove(), stay);
  const hold = () => clearTimeout(timer);
  const release = () => (timer = setTimeout(() => toast.remove(), stay));
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", release);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", release);
  toast.querySelector("[data-dismiss]")?.addEventListener("click", () => toast.remove());
}

const armed = new WeakSet();
function armAll() {
  for (const toast of document.querySelectorAll(".toast")) {
    if (armed.has(toast)) continue;
    armed.add(toast);
    arm(toast);
  }
}

armAll();
document.addEventListener("htmx:after:swap", armAll);
// The note of what was done belongs to this visit, not to the address.
if (new URLSearchParams(location.search).has("done")) {
  history.replaceState(history.state, "", location.pathname + location.hash);
}
