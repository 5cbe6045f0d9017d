// A button of a part marked data-in-place: sent without leaving the page, whose parts and messages are taken over.
import { put } from "./live.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.closest("[data-in-place]") || event.defaultPrevented || !form.matches("form[data-once]")) return;
  event.preventDefault();
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page || !page.querySelector("[data-in-place]")) return form.submit();
  for (const old of document.querySelectorAll("[data-in-place], [data-live-part]")) {
    const fresh = page.getElementById(old.id);
    if (fresh) put(old, document.adoptNode(fresh));
  }
  document.querySelector("main > .banners")?.remove();
  const told = page.querySelector("main > .banners");
  if (told) document.querySelector(".page-head").before(document.adoptNode(told));
  document.getElementById(new URL(answer.url).hash.slice(1))?.closest("tr")?.querySelector("button")?.focus({ preventScroll: true });
});
