// A form with data-drop takes a file dropped anywhere on it and sends itself as
// soon as a file is chosen.
for (const form of document.querySelectorAll("form[data-drop]")) {
  const input = form.querySelector('input[type="file"]');
  const zone = form.querySelector(".drop");
  let depth = 0;

  const send = () => {
    if (!input.files.length) return;
    zone.setAttribute("aria-busy", "true");
    form.requestSubmit();
  };
  const mark = (event, step) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    depth = Math.max(0, depth + step);
    zone.classList.toggle("over", depth > 0);
  };

  input.addEventListener("change", send);
  document.addEventListener("dragenter", (event) => mark(event, 1));
  document.addEventListener("dragleave", (event) => mark(event, -1));
  document.addEventListener("dragover", (event) => mark(event, 0));
  document.addEventListener("drop", (event) => {
    mark(event, -depth);
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    send();
  });
}
