// A part of a page that others change: fetched anew every few seconds, and only that part replaced.
// What is being used stays as it is: a part with the focus, an open question or a form on its way.
const EVERY = 5000;

function busy(region) {
  return document.hidden || region.contains(document.activeElement) || region.querySelector(':popover-open, form[data-once="sent"]') !== null;
}

async function refresh(region) {
  if (!busy(region)) {
    const response = await fetch(region.dataset.live, { headers: { Accept: "text/html" } }).catch(() => null);
    if (response?.redirected) return;
    if (response?.ok && !busy(region)) {
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      if (fresh.body.innerHTML !== region.dataset.shown) {
        region.dataset.shown = fresh.body.innerHTML;
        region.replaceChildren(...fresh.body.childNodes);
      }
    }
  }
  setTimeout(refresh, EVERY, region);
}
for (const region of document.querySelectorAll("[data-live]")) setTimeout(refresh, EVERY, region);
