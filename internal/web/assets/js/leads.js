// A stream inside data-leads ends with the address of what it was about.
document.addEventListener("ended", (event) => {
  if (event.target.closest?.("[data-leads]") && event.detail?.data?.startsWith("/")) {
    location.replace(event.detail.data);
  }
});
