// Entries of a list with data-sort are dragged by their data-grip, with mouse,
// pen or finger. Where one is dropped elsewhere the list says "sorted" with the
// entry's path and its new place; the buttons beside the grip do the same.
let drag = null;

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  const item = grip?.closest("[data-path]");
  const list = item?.parentElement;
  if (!list?.matches("[data-sort]") || event.button) return;
  event.preventDefault();
  drag = { item, list, grip, from: [...list.children].indexOf(item), next: item.nextElementSibling, pointer: event.pointerId, y: event.clientY };
  grip.setPointerCapture(event.pointerId);
  item.classList.add("dragged");
  list.classList.add("sorting");
});

document.addEventListener("pointermove", (event) => {
  if (event.pointerId !== drag?.pointer) return;
  drag.y = event.clientY;
  place();
  edge();
});

// place puts the entry before the first one whose middle is below the pointer.
function place() {
  const others = [...drag.list.children].filter((e) => e !== drag.item);
  const before = others.find((e) => {
    const box = e.getBoundingClientRect();
    return drag.y < box.top + box.height / 2;
  });
  if (before ? before.previousElementSibling !== drag.item : drag.list.lastElementChild !== drag.item) {
    drag.list.insertBefore(drag.item, before ?? null);
  }
}

// edge scrolls the page while the pointer is held near its edge.
function edge() {
  const zone = 70;
  const by = drag.y < zone ? drag.y - zone : Math.max(0, drag.y - (innerHeight - zone));
  if (!by || drag.scrolling) return;
  drag.scrolling = true;
  requestAnimationFrame(() => {
    if (!drag) return;
    drag.scrolling = false;
    scrollBy(0, by / 4);
    place();
    edge();
  });
}

function end(kept) {
  if (!drag) return;
  const { item, list, from, next } = drag;
  item.classList.remove("dragged");
  list.classList.remove("sorting");
  drag = null;
  const to = [...list.children].indexOf(item);
  if (!kept) list.insertBefore(item, next);
  else if (to !== from) list.dispatchEvent(new CustomEvent("sorted", { bubbles: true, detail: { path: item.dataset.path, to } }));
}

document.addEventListener("pointerup", (event) => event.pointerId === drag?.pointer && end(true));
document.addEventListener("pointercancel", (event) => event.pointerId === drag?.pointer && end(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag) end(false);
});
