// The drawing over a page's picture counts in points; the picture knows how
// many the page has (it is drawn at 90 dots an inch).
const points = 72 / 90;

function fit(img) {
  const drawing = img.parentElement.querySelector("svg");
  drawing?.setAttribute("viewBox", `0 0 ${img.naturalWidth * points} ${img.naturalHeight * points}`);
}

for (const img of document.querySelectorAll("[data-page] img")) {
  if (img.complete && img.naturalWidth) fit(img);
  else img.addEventListener("load", () => fit(img), { once: true });
}
