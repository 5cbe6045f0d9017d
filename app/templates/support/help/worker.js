// Keeps the directory, as a visitor sees it, for a phone without a connection: these pages and no others.
const PAGES = {{ pages|tojson }};
const FILES = [
{%- for file in ("css/tokens.css", "css/base.css", "css/layout.css", "css/components.css", "css/print.css", "css/directory.css", "img/icons.svg", "js/app.js", "js/directory.js") %}
  {{ url_for("static", filename=file)|tojson }},
{%- endfor %}
];
const NAME = {{ url_for("static", filename="directory")|tojson }};
const AN_HOUR = 3600000;

async function keep(address) {
  // Without cookies: never the page of somebody who is logged in.
  const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (answer.ok && !answer.redirected) await (await caches.open(NAME)).put(address, answer);
}

async function kept(address) {
  return (await caches.open(NAME)).match(address, { ignoreVary: true, ignoreSearch: true });
}

async function fill() {
  const before = await kept(PAGES[0]);
  const at = before ? Date.parse(before.headers.get("Date")) : 0;
  if (Date.now() - at > AN_HOUR) await Promise.all([...FILES, ...PAGES].map(keep));
}

async function page(request) {
  try {
    return await fetch(request);
  } catch (fault) {
    return (await kept(new URL(request.url).pathname)) || (await kept(PAGES[0])) || Promise.reject(fault);
  }
}

async function file(request) {
  return (await kept(request.url)) || fetch(request);
}

addEventListener("install", (event) => event.waitUntil(fill().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
  await clients.claim();
})()));
addEventListener("message", (event) => event.waitUntil(fill()));
addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (FILES.includes(new URL(event.request.url).pathname)) event.respondWith(file(event.request));
});
