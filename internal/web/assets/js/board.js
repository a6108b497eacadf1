// The board: choosing another stage sends its form, and a card dragged to
// another column takes the stage that the column begins with. Without a script
// the form has a button.
document.documentElement.classList.add("scripted");

for (const form of document.querySelectorAll("[data-move]")) {
  form.elements.stage.addEventListener("change", () => form.requestSubmit());
}

const board = document.querySelector("[data-board]");
let dragged;

function columnOf(event) {
  const column = event.target.closest?.("[data-enter]");
  return column?.dataset.enter && dragged && !column.contains(dragged) ? column : null;
}

for (const card of board?.querySelectorAll("[data-card]") ?? []) {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    card.classList.add("dragging");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  card.addEventListener("dragend", () => {
    card.classList.remove("dragging");
    for (const column of board.querySelectorAll(".over")) column.classList.remove("over");
    dragged = undefined;
  });
}

board?.addEventListener("dragover", (event) => {
  const column = columnOf(event);
  for (const other of board.querySelectorAll(".over")) if (other !== column) other.classList.remove("over");
  if (!column) return;
  event.preventDefault();
  column.classList.add("over");
});

board?.addEventListener("drop", (event) => {
  const column = columnOf(event);
  if (!column) return;
  event.preventDefault();
  const form = dragged.querySelector("[data-move]");
  form.elements.stage.value = column.dataset.enter;
  column.querySelector(".cards").append(dragged);
  form.requestSubmit();
});

// The zone of an interview begins as that of the browser.
for (const field of document.querySelectorAll("[data-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || field.value;
}
