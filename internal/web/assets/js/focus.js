// A form put into the page by htmx wants its first field in hand, as autofocus
// gives it on a page of its own; Escape in it goes back.
document.addEventListener("htmx:after:swap", () => {
  const field = document.querySelector("#edit [data-first]");
  if (field && !field.form.contains(document.activeElement)) {
    field.focus();
    field.select();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.closest?.("#edit")?.querySelector("a.button")?.click();
});
