// Brings what is live up to date: every fifteen seconds while somebody looks, less often when the server is slow or away.
const LEAST = 15_000, MOST = 240_000;
const place = document.querySelector("[data-live]");
let pause = LEAST;

const look = async () => {
  const begun = Date.now();
  try {
    const response = await fetch(location.pathname, { redirect: "error" });
    if (!response.ok) throw new Error(response.status);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-live]");
    const open = [...place.querySelectorAll("details")].map((one) => one.open);
    if (!place.contains(document.activeElement)) place.replaceChildren(...fresh.childNodes);
    [...place.querySelectorAll("details")].forEach((one, at) => { one.open = open[at] ?? one.open; });
    document.dispatchEvent(new Event("fresh"));
    pause = Math.min(MOST, Math.max(LEAST, 20 * (Date.now() - begun)));
  } catch {
    pause = Math.min(MOST, 2 * pause);
  }
};

const turn = async () => {
  if (!document.hidden) await look();
  setTimeout(turn, pause);
};
if (place) setTimeout(turn, pause);
