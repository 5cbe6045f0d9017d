// Pages of cases. Drafts are stored on the server and never in the browser; an idle user's screen is cleared.
import "./app.js";
import { obstacle, teller } from "./way.js";

const IDLE = 15 * 60 * 1000; // as long as app/views/cases/access.py PAUSE
const room = document.querySelector("meta[name=case-room]");

// An idle user has to authenticate again.
const leave = () => {
  document.body.replaceChildren();
  location.replace(room.content);
};
let last = Date.now();
const here = () => { last = Date.now(); };
for (const kind of ["pointerdown", "pointermove", "keydown", "scroll", "input"]) addEventListener(kind, here, { passive: true, capture: true });
const look = () => { if (Date.now() - last >= IDLE) leave(); };
setInterval(look, 1000);
document.addEventListener("visibilitychange", look);

// The browser's back button must not show a cached page.
addEventListener("pagehide", () => { document.documentElement.hidden = true; });
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// Save drafts a moment after the last keystroke, and at the latest some seconds after the first.
const PAUSE = 1500;
const LATEST = 6000;
const form = document.querySelector("form[data-draft]");
if (form) {
  const tell = teller(form);
  let timer = null;
  let since = null;
  let lost = false;
  let typed = 0;

  const body = () => new URLSearchParams(new FormData(form));
  const send = async (keepalive) => (await fetch(form.dataset.draft, { method: "POST", body: body(), redirect: "manual", keepalive })).status === 204;
  // Why the draft was not saved: "" if it was.
  const failure = async () => {
    try {
      return (await send(false)) ? "" : (await obstacle()) || ((await send(false)) ? "" : "lost");
    } catch {
      return "offline";
    }
  };
  const save = async () => {
    clearTimeout(timer);
    timer = since = null;
    const now = typed;
    const word = await failure();
    lost = word !== "";
    tell(word || "kept");
    if (lost || now !== typed) timer ??= setTimeout(save, LATEST);
    return !lost;
  };
  form.addEventListener("input", () => {
    typed += 1;
    since ??= Date.now();
    clearTimeout(timer);
    timer = setTimeout(save, Math.min(PAUSE, Math.max(0, since + LATEST - Date.now())));
  });
  addEventListener("pagehide", () => { if (timer && form.dataset.once !== "sent") send(true).catch(() => {}); });
  // Do not submit a form whose content would be lost because the session has ended.
  form.addEventListener("submit", async (event) => {
    if (!timer && !lost) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await save()) form.requestSubmit();
  }, { capture: true });
}
