// Moments are written in UTC by the server; show them in the reader's own time zone.
const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

for (const time of document.querySelectorAll("time[datetime]")) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.getTime())) continue;
  time.title = time.textContent;
  time.textContent = ("clock" in time.dataset ? clock : day).format(moment);
}

// The time that is left, by the server's clock: only the difference to it is counted here.
for (const due of document.querySelectorAll("[data-due]")) {
  const ahead = new Date(due.dataset.now).getTime() - Date.now();
  const words = due.querySelector("b");
  const end = new Date(due.dataset.due).getTime();
  const tick = () => {
    const seconds = Math.max(0, Math.floor((end - Date.now() - ahead) / 1000));
    if (seconds >= 3600) return;
    const rest = String(seconds % 60).padStart(2, "0");
    words.textContent = `${Math.floor(seconds / 60)}:${rest}`;
  };
  tick();
  setInterval(tick, 1000);
}
