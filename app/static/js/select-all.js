// The checkbox in a table's header selects every row.
for (const all of document.querySelectorAll("input[data-select-all]")) {
  const boxes = () => [...document.querySelectorAll(`input[name="${all.dataset.selectAll}"]`)];
  all.closest("label")?.removeAttribute("hidden");
  all.addEventListener("change", () => boxes().forEach((box) => { box.checked = all.checked; }));
  document.addEventListener("change", () => { all.checked = boxes().length > 0 && boxes().every((box) => box.checked); });
}
