// Moments are written in UTC by the server; show them in the reader's own time zone.
const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

const localise = () => {
  for (const time of document.querySelectorAll("time[datetime]:not([title])")) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    time.title = time.textContent;
    time.textContent = ("clock" in time.dataset ? clock : day).format(moment);
  }
};
localise();
document.addEventListener("fresh", localise);

// The time that is left, by the server's clock: only the difference to it is counted here. More time that is given
// meanwhile is picked up once a minute, and with every draft that is saved. When the time is up, the page is loaded anew.
const due = document.querySelector("[data-due]");
if (due) {
  const words = due.querySelector("b"), said = document.getElementById("said");
  let ahead, end, short = false, asked = Date.now();
  const set = ({ now, due_at }) => {
    ahead = new Date(now).getTime() - Date.now();
    const later = due_at ? new Date(due_at).getTime() : Infinity;
    if (later > end && said) said.textContent = due_at ? `You have more time: until ${day.format(later)}.` : "You have all the time you want.";
    end = later;
  };
  const ask = async () => {
    asked = Date.now();
    try {
      const response = await fetch(due.dataset.clock, { redirect: "error" });
      if (response.ok) document.dispatchEvent(new CustomEvent("clock", { detail: await response.json() }));
    } catch { /* the clock goes on by itself */ }
  };
  const tick = () => {
    const seconds = Math.floor((end - Date.now() - ahead) / 1000);
    if (seconds < 3600) words.textContent = `${Math.floor(Math.max(0, seconds) / 60)}:${String(Math.max(0, seconds) % 60).padStart(2, "0")}`;
    due.classList.toggle("short", seconds < 120);
    if (seconds <= 2 && !short) document.dispatchEvent(new Event("time-is-short"));
    short = seconds <= 2;
    if (Date.now() - asked > (seconds < 0 ? 2_000 : 60_000)) ask();
  };
  set({ now: due.dataset.now, due_at: due.dataset.due });
  document.addEventListener("clock", ({ detail }) => {
    if (detail.state !== "running") location.reload();
    else set(detail);
  });
  tick();
  setInterval(tick, 1000);
}

// A network that loses requests may lose a script or a style: what never came is asked for again. This script is on
// every page and kept for ever, so it is there.
const again = (lost, tries = 1) => {
  const next = document.createElement(lost.localName);
  for (const { name, value } of lost.attributes) next.setAttribute(name, value);
  const address = lost.src ? "src" : "href";
  next.setAttribute(address, `${lost[address]}?${tries}`); // a module that failed is not asked for under the same name
  next.onerror = () => setTimeout(again, 500 * tries, lost, tries + 1);
  lost.after(next);
};
addEventListener("load", () => {
  const came = new Map(performance.getEntriesByType("resource").map((entry) => [entry.name, entry.responseStatus]));
  for (const part of document.querySelectorAll("script[src], link[rel=stylesheet]")) {
    if (came.get(part.src ?? part.href) === 0) again(part);
  }
});

// A link straight to something folded opens it.
document.getElementById(location.hash.slice(1))?.closest("details")?.setAttribute("open", "");
