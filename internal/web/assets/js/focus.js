// A form put into the page by htmx wants its first field in hand, as autofocus
// gives it on a page of its own, and so does a field that was refused. Escape
// in a form put in place goes back.
document.addEventListener("htmx:after:swap", () => {
  const field = document.querySelector("#edit [data-first], details.own[open] textarea[aria-invalid]");
  if (field && !field.form.contains(document.activeElement)) {
    field.focus();
    if (field.matches("[data-first]")) field.select();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.closest?.("#edit")?.querySelector("a.button")?.click();
});
