// The directory of desks: away from here at once, few traces in the history, kept for offline use.
const exit = document.querySelector("[data-quick-exit]");
const directory = document.querySelector("[data-worker]");

function leave(event) {
  event?.preventDefault();
  if (self.caches) caches.keys().then((names) => names.forEach((name) => caches.delete(name)));
  navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((each) => each.unregister()));
  document.body.hidden = true;
  location.replace(exit.href);
}
exit?.addEventListener("click", leave);

// Three times Esc within two seconds.
let pressed = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  pressed = [...pressed, event.timeStamp].filter((at) => event.timeStamp - at < 2000);
  if (exit && pressed.length > 2) leave();
});

if (directory) {
  // The back button then shows where somebody came from, not what they looked at.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = !event.defaultPrevented && !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    const root = new URL(directory.dataset.worker, location).href.replace(/[^/]*$/, "");
    if (link && plain && link.href.startsWith(root)) {
      event.preventDefault();
      location.replace(link.href);
    }
  });
  navigator.serviceWorker?.register(directory.dataset.worker).then((one) => one.active?.postMessage("fill"));
}
