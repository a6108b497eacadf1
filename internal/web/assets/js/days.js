// The arrow keys move between the days of a month.
const grid = document.querySelector("[data-grid]");
const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

grid?.addEventListener("keydown", (event) => {
  const step = steps[event.key];
  const day = event.target.closest("td");
  if (!step || !day) return;
  const days = [...grid.querySelectorAll("td")];
  const next = days[days.indexOf(day) + step]?.querySelector(".number");
  if (!next) return;
  event.preventDefault();
  next.focus();
});
