// Ask for confirmation before leaving a changed form, unless it is saved as a draft (case.js).
const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-once]");
  if (form?.matches(".form:not([data-draft])")) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
