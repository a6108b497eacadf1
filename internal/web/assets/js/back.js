// A page that the back button brings out of the browser's memory may show what
// was deleted since. It is asked for again, and loaded afresh where it is gone.
addEventListener("pageshow", async (event) => {
  if (!event.persisted) return;
  const answer = await fetch(location.href, { method: "HEAD" }).catch(() => null);
  if (answer && [401, 404].includes(answer.status)) location.reload();
});
