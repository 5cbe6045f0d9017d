// Report a file above the server's size limit here: the server refuses such a request without a page.
document.addEventListener("change", ({ target }) => {
  const { most, tooLarge } = target.dataset;
  if (!most) return;
  target.parentElement.querySelector(".field-error.too-large")?.remove();
  if ([...target.files].every((file) => file.size <= Number(most))) return;
  target.value = "";
  const told = document.createElement("div");
  told.className = "field-error too-large";
  told.setAttribute("role", "alert");
  told.textContent = tooLarge;
  target.after(told);
});
