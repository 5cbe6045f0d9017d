// Leaving a half-filled form asks first.
const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-once]");
  if (form?.matches(".form")) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
