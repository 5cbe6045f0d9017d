// Live page of a meeting: fetch it every few seconds and replace only the parts that have changed
// (data-live-part, each with an id; the whole of data-live if there are none).
// Unsent selections, open details elements and the focus are preserved; a part with an open dialog is not replaced.
const WAIT = 5000;
const CONTROLS = "a, button, input, summary";
const shown = document.querySelector("[data-live]");

const parts = (root) => [...root.querySelectorAll("[data-live-part]")];
// The CSRF token differs in every response and is not a change.
const words = (part) => {
  const copy = part.cloneNode(true);
  for (const token of copy.querySelectorAll("input[name=csrf_token]")) token.remove();
  return copy.innerHTML.trim();
};
const same = (input) => `input[name="${CSS.escape(input.name)}"][value="${CSS.escape(input.value)}"]`;
const sending = (root) => root.querySelector('form[data-once="sent"]');
const asking = (root) => root.querySelector(":popover-open");

export function put(old, fresh) {
  const typed = "typed" in old.dataset;
  for (const input of old.querySelectorAll("input:is([type=radio], [type=checkbox]):checked")) {
    const again = (typed || !input.defaultChecked) && fresh.querySelector(same(input));
    if (again) again.checked = true;
  }
  if (typed) fresh.dataset.typed = "";
  for (const select of old.querySelectorAll("select")) {
    const [chosen] = select.selectedOptions;
    const untouched = select.querySelector("option[selected]") ?? select.options[0];
    const again = chosen !== untouched && fresh.querySelector(`select[name="${select.name}"] option[value="${CSS.escape(chosen.value)}"]`);
    if (again) again.selected = true;
  }
  const folded = fresh.querySelectorAll("details");
  old.querySelectorAll("details").forEach((each, index) => { if (folded[index]) folded[index].open = each.open; });
  const place = [...old.querySelectorAll(CONTROLS)].indexOf(document.activeElement);
  if (old === shown) shown.replaceChildren(...fresh.childNodes);
  else old.replaceWith(fresh);
  if (place >= 0) (old === shown ? shown : fresh).querySelectorAll(CONTROLS)[place]?.focus({ preventScroll: true });
}

if (shown) {
  // A part with refused input is preserved: the first response only sets the state to compare with.
  const last = new Map(parts(shown).map((part) => [part.id, "typed" in part.dataset ? null : words(part)]));
  const lost = shown.querySelector("[data-live-lost]");
  const whole = last.size === 0;
  let before = words(shown);
  let tag = "";

  const takeWhole = (page) => {
    const now = words(page.body);
    if (now === before || asking(shown)) return;
    before = now;
    put(shown, document.adoptNode(page.body));
  };

  const take = (page) => {
    let previous = null;
    const fresh = parts(page);
    const ids = new Set(fresh.map((part) => part.id));
    for (const part of parts(shown)) if (!ids.has(part.id)) part.remove();
    for (const part of fresh) {
      const now = words(part);
      const old = document.getElementById(part.id);
      previous = old ?? previous;
      if (old && asking(old)) continue;
      if (!old && previous) previous.after(document.adoptNode(part));
      else if (!old) shown.prepend(document.adoptNode(part));
      else if (last.get(part.id) !== null && last.get(part.id) !== now) put(old, document.adoptNode(part));
      last.set(part.id, now);
      previous = document.getElementById(part.id);
    }
  };
  const refresh = async () => {
    // Replace nothing while a form is being submitted.
    if (!document.hidden && !sending(shown)) {
      const headers = { Accept: "text/html", ...(tag && { "If-None-Match": tag }) };
      const answer = await fetch(shown.dataset.live, { headers, cache: "no-store" }).catch(() => null);
      const good = (answer?.ok || answer?.status === 304) && !answer.redirected;
      if (lost) lost.hidden = Boolean(good);
      const text = good && answer.status !== 304 ? await answer.text() : "";
      if (text && !sending(shown)) {
        // What an open dialog holds back is asked for again.
        tag = asking(shown) ? "" : answer.headers.get("ETag");
        (whole ? takeWhole : take)(new DOMParser().parseFromString(text, "text/html"));
      }
    }
    setTimeout(refresh, WAIT);
  };
  setTimeout(refresh, WAIT);
}
