// A form with data-draft="URL" posts what is typed to the server after a pause,
// so that a closed tab loses nothing. The browser keeps no copy.
import htmx from "./htmx.js";

const pause = 800;

for (const form of document.querySelectorAll("form[data-draft]")) {
  let timer;
  const save = () =>
    fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true, mode: "same-origin" })
      .then((answer) => htmx.trigger(form, answer.ok ? "draft:kept" : "draft:lost"))
      .catch(() => htmx.trigger(form, "draft:lost"));
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  const note = form.querySelector("[data-draft-note]");
  form.addEventListener("draft:kept", () => note?.removeAttribute("hidden"));
  form.addEventListener("draft:lost", () => note?.setAttribute("hidden", ""));
}
