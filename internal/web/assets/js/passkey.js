// A form with data-passkey asks that address what the browser needs to make or
// use a passkey, and goes on its way with the answer.
const able = () => window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON && PublicKeyCredential.parseCreationOptionsFromJSON;

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    void answer(form);
  });
}

async function answer(form) {
  say(form, "");
  if (!able()) return say(form, form.dataset.cannot);
  try {
    const reply = await fetch(form.dataset.passkey, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" } });
    if (!reply.ok) throw new Error("refused");
    const options = await reply.json();
    // Only what makes a passkey names whom it is for.
    const made = options.user
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    form.elements.answer.value = JSON.stringify(made.toJSON());
    form.submit();
  } catch {
    say(form, form.dataset.failed);
  }
}

function say(form, text) {
  const at = form.querySelector("[role=alert]");
  at.textContent = text;
  at.hidden = !text;
}

// A page that comes back from the browser's memory would send an old answer again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.elements.answer.value = "";
});
