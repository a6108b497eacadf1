// Keyboard shortcuts. A link or button with aria-keyshortcuts="g c" is pressed
// when those keys are typed outside a field; "?" opens the list of them.
let typed = [];
let timer;

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

function press(keys) {
  const wanted = [...document.querySelectorAll("[aria-keyshortcuts]")].find(
    (element) => element.getAttribute("aria-keyshortcuts") === keys && element.checkVisibility(),
  );
  if (!wanted) {
    const listed = document.querySelector(`#keys [data-keys="${CSS.escape(keys)}"]`); // works from every page
    listed?.click();
    return Boolean(listed);
  }
  if (wanted.matches("input, textarea")) wanted.focus();
  else wanted.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (document.querySelector("dialog[open]") && event.key !== "?") return;
  if (event.key === "?") {
    const list = document.getElementById("keys");
    if (list?.open) list.close();
    else list?.showModal();
    return;
  }
  if (event.key.length !== 1) return;
  clearTimeout(timer);
  timer = setTimeout(() => (typed = []), 900);
  typed = [...typed.slice(-1), event.key.toLowerCase()];
  if (press(typed.join(" ")) || press(event.key.toLowerCase())) {
    event.preventDefault();
    typed = [];
  }
});
