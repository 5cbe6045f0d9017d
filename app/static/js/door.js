// The door of an event: marks by code or name; without a connection they wait on this device, and are sent later.
const form = document.querySelector("form.door");

if (form) {
  const told = document.querySelector("[data-told]");
  const box = form.elements.code;
  const KEY = `door:${form.action}`;
  const rows = [...document.querySelectorAll("[data-code]")].map((name) => ({
    code: name.dataset.code,
    name: name.textContent.trim(),
    line: name.closest("tr"),
    came: name.closest("tr").querySelector("[data-came-at]"),
  }));
  // Codes and times alone: no name is written to the device.
  const waiting = () => JSON.parse(localStorage.getItem(KEY) || "[]");
  const keep = (marks) => localStorage.setItem(KEY, JSON.stringify(marks));
  const plain = (text) => text.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  const here = () => new Date().toLocaleTimeString("ja-JP", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" });

  function shown(row, text) {
    row.came.textContent = text;
    row.line.querySelector("form")?.remove();
    document.querySelector("[data-came]").textContent = rows.filter((each) => each.came.textContent.trim()).length;
  }

  async function send(mark) {
    const body = new FormData(form);
    body.set("code", mark.code);
    body.set("at", mark.at);
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    // Logged out meanwhile: the mark stays until somebody has logged in again.
    if (answer.redirected || !answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("refused");
    return [answer.status, await answer.json()];
  }

  async function mark(code) {
    const row = rows.find((each) => each.code === code);
    const at = new Date().toISOString();
    if (row?.came.textContent.trim()) {
      told.textContent = `${row.name}　${row.came.textContent}`;
      return;
    }
    try {
      const [status, said] = await send({ code, at });
      told.textContent = said.text;
      if (row && (status === 200 || status === 409)) shown(row, said.came);
    } catch {
      if (!row) return;
      keep([...waiting(), { code, at }]);
      shown(row, `${here()} …`);
      told.textContent = `${row.name}　${told.dataset.later}`;
    }
  }

  async function sendWaiting() {
    for (const each of waiting()) {
      try {
        const [status, said] = await send(each);
        const row = rows.find((one) => one.code === each.code);
        if (row) shown(row, said.came || "");
        // Refused, or received by somebody else meanwhile: whoever stands here is to know it.
        if (status !== 200) told.textContent = said.came ? said.text : `${row?.name ?? ""}　${said.text}`;
        keep(waiting().filter((one) => one.code !== each.code));
      } catch {
        return;
      }
    }
  }

  // What was typed: a scanned address, a number, or a part of a name, which narrows the list.
  const typed = () => plain(box.value.split("code=").pop());
  function narrow() {
    const text = typed();
    for (const row of rows) row.line.hidden = Boolean(text) && row.code !== text && !plain(row.name).includes(text);
  }
  box.addEventListener("input", narrow);
  narrow();

  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (sent.action !== form.action || sent.elements.undo) {
      if (navigator.onLine) return;
      event.preventDefault(); // it would leave the page, which then cannot be opened again
      event.stopImmediatePropagation();
      told.textContent = told.dataset.offline;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const left = rows.filter((row) => !row.line.hidden);
    if (sent === form && typed() && left.length > 1) {
      told.textContent = told.dataset.several;
      return;
    }
    const code = sent === form ? (left.length === 1 ? left[0].code : typed()) : sent.elements.code.value;
    mark(code).then(() => { box.value = ""; narrow(); box.focus(); });
  }, true);

  addEventListener("online", sendWaiting);
  setInterval(sendWaiting, 15000);
  for (const each of waiting()) {
    const row = rows.find((one) => one.code === each.code);
    if (row && !row.came.textContent.trim()) shown(row, "…");
  }
  sendWaiting();
}
