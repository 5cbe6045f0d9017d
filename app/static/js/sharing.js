// Who takes part in a case: a usual way sets the sections, and only the fields of the chosen basis are shown.
const levels = [...document.querySelectorAll("select[name^=level_]")];
const presets = [...document.querySelectorAll("input[data-levels]")];
for (const preset of presets) {
  preset.addEventListener("change", () => {
    if (!preset.value) return;
    const chosen = JSON.parse(preset.dataset.levels);
    for (const level of levels) level.value = chosen[level.name.slice("level_".length)] ?? "";
  });
}
for (const level of levels) level.addEventListener("change", () => { presets[0].checked = true; });

const parts = [...document.querySelectorAll("[data-basis]")];
const bases = [...document.querySelectorAll("input[name=basis]")];
const show = () => {
  const chosen = bases.find((basis) => basis.checked)?.value;
  for (const part of parts) part.hidden = part.dataset.basis !== chosen;
};
for (const basis of bases) basis.addEventListener("change", show);
show();
