// Ticked rows of a list: how many, all of them, a range with Shift. Long work is sent in parts, with its progress.
const bar = document.getElementById("ticks");
const boxes = () => [...document.querySelectorAll("input[name=pick][form=ticks]")];

if (bar) {
  const all = bar.querySelector("[data-tick-all]");
  const told = bar.querySelector("[data-ticked]");
  let last = null;
  const count = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    told.textContent = told.dataset.ticked.replace("#", ticked);
    all.checked = ticked > 0 && ticked === boxes().length;
    bar.toggleAttribute("data-any", ticked > 0);
  };
  all.closest("label").hidden = false;
  all.addEventListener("change", () => { boxes().forEach((box) => { box.checked = all.checked; }); count(); });
  document.addEventListener("click", (event) => {
    if (!event.target.matches?.("input[name=pick]")) return;
    const [from, to] = [boxes().indexOf(last), boxes().indexOf(event.target)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) boxes().slice(from, to).forEach((box) => { box.checked = event.target.checked; });
    last = event.target;
    count();
  });
  document.addEventListener("change", count);
  count();
}

// The confirmation of many rows: parts of a size, one after another; what was refused stays on the page.
const PART = 20;
const progress = document.querySelector(".tick-progress");
const form = progress?.closest("form");
if (form && progress.max > PART) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sent = [...form.querySelectorAll("input[name=pick]")];
    const button = event.submitter;
    const back = form.elements.back.value;
    if (progress.hidden) progress.hidden = false;
    button?.setAttribute("aria-disabled", "true");
    for (let from = 0; from < sent.length; from += PART) {
      const part = sent.slice(from, from + PART);
      const body = new FormData(form);
      body.delete("pick");
      part.forEach((input) => body.append("pick", input.value));
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
      // A field in error, or no longer logged in: the page that says so is the server's.
      if (!answer?.headers.get("Content-Type")?.startsWith("application/json")) return form.submit();
      const said = await answer.json();
      part.filter((input) => said.done.includes(input.value)).forEach((input) => input.remove());
      progress.value = from + part.length;
    }
    // What is left was refused: the server says why. Nothing left: back to the list.
    if (form.querySelector("input[name=pick]")) form.submit();
    else location.assign(back);
  });
}
