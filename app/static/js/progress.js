// Long-running work: fetch the same page every few seconds and replace its progress part, until it is done.
async function refresh() {
  const shown = document.querySelector("[data-progress]");
  if (!shown) return;
  const response = await fetch(shown.dataset.progress, { headers: { Accept: "text/html" } }).catch(() => null);
  if (response?.ok) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("progress");
    if (!fresh || !fresh.dataset.progress) {
      location.reload();
      return;
    }
    shown.replaceWith(fresh);
  }
  setTimeout(refresh, 3000);
}
if (document.querySelector("[data-progress]")) setTimeout(refresh, 3000);
