// Submit a form of a case only if it will arrive: meanwhile the session may have ended, or a phone may be offline.
const room = document.querySelector("meta[name=case-room]");
const words = document.querySelector("meta[name=draft-words]").dataset;
const value = (page, name) => page.querySelector(`input[name=${name}]`)?.value;

// What prevents a submission: "" for nothing, "ended" if the same person is no longer logged in, "offline".
// A log-in in another tab changes the token: the new one is taken from the reauthentication page.
export const obstacle = async () => {
  try {
    const answer = await fetch(room.content, { redirect: "manual" });
    const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const token = page && value(page, "holder") === value(document, "holder") && value(page, "csrf_token");
    if (!token) return "ended";
    for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = token;
    return "";
  } catch {
    return "offline";
  }
};

// A status line at the end of a form.
export const teller = (form) => {
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  told.className = "visually-hidden";
  form.append(told);
  return (word) => {
    told.className = { "": "visually-hidden", kept: "soft small" }[word] ?? "field-error";
    told.textContent = words[word] ?? "";
  };
};

// Forms without a draft.
for (const form of document.querySelectorAll("main form.form[method=post]:not([data-draft])")) {
  let free = false;
  let asking = false;
  const tell = teller(form);
  form.addEventListener("submit", async (event) => {
    if (free) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking) return;
    asking = true;
    const word = await obstacle();
    asking = false;
    tell(word);
    free = !word;
    if (free) form.requestSubmit(event.submitter);
    free = false;
  }, { capture: true });
}
