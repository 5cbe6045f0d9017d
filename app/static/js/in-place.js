// A button of a part marked data-in-place: sent without leaving the page, of which that part and the messages are taken over.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const place = form.closest("[data-in-place]");
  if (!place || event.defaultPrevented || !form.matches("form[data-once]")) return;
  event.preventDefault();
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page && page.querySelector("[data-in-place]");
  if (!fresh) return form.submit();
  const ticked = [...place.querySelectorAll("input[name=pick]:checked")].map((box) => box.value);
  place.replaceChildren(...document.adoptNode(fresh).childNodes);
  for (const box of place.querySelectorAll("input[name=pick]")) box.checked = ticked.includes(box.value);
  document.querySelector("main > .banners")?.remove();
  const told = page.querySelector("main > .banners");
  if (told) document.querySelector(".page-head").before(document.adoptNode(told));
  document.getElementById(new URL(answer.url).hash.slice(1))?.closest("tr")?.querySelector("button")?.focus({ preventScroll: true });
});
