// Keys of a list: / search, j k move, x ticks, Enter opens (the link has the focus), ? tells. Not while a field has the focus.
const told = document.getElementById("keys");
const wish = document.querySelector("[data-keys]");
const OFF = "keys-off"; // whoever dictates or types by a switch turns them off
const rows = () => [...document.querySelectorAll("main tbody tr")].filter((row) => row.offsetParent && row.querySelector("a[href], .select-cell input"));
const link = (row) => row.querySelector("th a[href]") ?? row.querySelector("a[href], .select-cell input");
const here = () => rows().findIndex((row) => row.contains(document.activeElement));
const move = (step) => {
  const all = rows();
  const next = all[Math.min(Math.max(here() + step, 0), all.length - 1)];
  if (next) link(next).focus();
};
const KEYS = {
  "/": () => document.querySelector("main form.filter :is(input[type=search], input[type=text])")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: () => rows()[here()]?.querySelector(".select-cell input")?.click(),
  "?": () => told.togglePopover(),
};
if (told) {
  wish.checked = !localStorage.getItem(OFF);
  wish.addEventListener("change", () => (wish.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("textarea, select, [contenteditable], input:not([type=checkbox])");
    if (typing || !wish.checked || event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}
