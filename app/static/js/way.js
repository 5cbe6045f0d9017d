// What is typed on a page of a case goes off only where it arrives: meanwhile a session ends, or a phone loses its connection.
const room = document.querySelector("meta[name=case-room]");
const words = document.querySelector("meta[name=draft-words]").dataset;
const value = (page, name) => page.querySelector(`input[name=${name}]`)?.value;

// What is in the way: "" for nothing, "ended" where the same person is not logged in, "offline".
// Who logged in again in another tab has another token: it is taken from the page that asks who one is.
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

// A line at the end of a form that says how it stands.
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

// Forms that keep no draft.
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
