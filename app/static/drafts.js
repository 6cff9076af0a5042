// Nothing that is typed is lost. Every change is kept in this browser at once and saved on the server at a pause in
// typing, at the latest after ten seconds. A save that fails is tried again; of two windows the newer one wins, and
// the other one's text is shown. A form is sent again until it is answered: it carries a key, so it counts once.
const QUIET = 700, LATEST = 10_000, PATIENCE = 8_000, SLOWEST = 10_000;

const form = document.querySelector("form.question[data-draft]");
const clockOf = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// What is typed, by the names of the controls. Blank lines and controls say nothing.
const tidy = (texts) => texts.map((text) => text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean).join("\n")).filter(Boolean);
const tidied = (typed) => Object.fromEntries(Object.keys(typed).sort().map((name) => [name, tidy(typed[name])]).filter(([, texts]) => texts.length));
const same = (one, other) => JSON.stringify(tidied(one)) === JSON.stringify(tidied(other));

if (form) keep();

function keep() {
  const key = `chainrule ${form.dataset.draft}`;
  const ahead = Date.parse(form.dataset.now) - Date.now();
  const seq = form.elements["form-draft"];
  const mark = document.getElementById("saved"), said = document.getElementById("said"), note = document.getElementById("other");
  let saved = "refused" in form.dataset ? {} : typed(); // what the server has
  let unsure = []; // what may have arrived without our hearing of it
  let timer, since, wait = 0, busy = false, closed = form.dataset.state !== "running", sending = false;

  function typed() {
    const found = {};
    for (const [name, text] of new FormData(form)) if (name !== "csrf_token" && !name.startsWith("form-")) (found[name] ??= []).push(text);
    return found;
  }

  function put(texts) {
    for (const control of form.elements) {
      if (!control.name || control.type === "hidden" || control.type === "submit" || control.matches(":disabled")) continue;
      const now = texts[control.name] ?? [];
      if (control.type === "checkbox" || control.type === "radio") control.checked = now.includes(control.value);
      else if (control.value !== (now[0] ?? "")) control.value = now[0] ?? "";
      else continue;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  const remember = (sent = false) => {
    const kept = { typed: typed(), base: Number(seq.value) - 1, at: new Date(Date.now() + ahead).toISOString(), sent };
    try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* full or forbidden: the server is still asked */ }
  };
  const forget = () => localStorage.removeItem(key);

  function show(words, state) {
    if (!mark) return;
    if (mark.dataset.state !== state && (state === "failing" || mark.dataset.state === "failing")) said.textContent = words;
    mark.dataset.state = state;
    mark.textContent = words;
  }

  function soon(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  function changed() {
    if (closed) return;
    if (!busy && !unsure.length && same(typed(), saved)) {
      since = undefined;
      clearTimeout(timer);
      forget();
      return;
    }
    remember();
    since ??= Date.now();
    if (mark?.dataset.state !== "failing") show("not saved yet", "typing");
    soon(Math.min(QUIET, Math.max(0, since + LATEST - Date.now())));
  }

  function body(texts) {
    const sent = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, "form-draft": seq.value });
    for (const [name, values] of Object.entries(texts)) for (const text of values) sent.append(name, text);
    return sent;
  }

  async function save() {
    if (busy || closed || sending) return;
    const mine = typed();
    busy = true;
    let response, told;
    try {
      response = await fetch(form.dataset.draft, { method: "POST", body: body(mine), redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
      if (response.headers.get("Content-Type")?.startsWith("application/json")) told = await response.json();
    } catch { response = undefined; }
    busy = false;
    if (told) document.dispatchEvent(new CustomEvent("clock", { detail: told }));
    if (told && response.ok) return stored(mine, told);
    if (told && response.status === 409) return merge(told);
    if (told && response.status === 403) return over();
    if (response?.type === "opaqueredirect") return failing("not saved: you are signed out", SLOWEST);
    if (response && response.status >= 400 && response.status < 500) return failing("not saved: the server refused it", SLOWEST);
    unsure.push(mine);
    failing("not saved, trying again", Math.min(SLOWEST, 500 * 2 ** wait++));
  }

  function stored(mine, told) {
    seq.value = told.seq + 1;
    saved = mine;
    unsure = [];
    wait = 0;
    since = undefined;
    show(`saved ${clockOf.format(new Date(told.saved_at))}`, "saved");
    if (same(typed(), saved)) forget();
    else changed();
  }

  function failing(words, milliseconds) {
    show(words, "failing");
    soon(milliseconds);
  }

  function over() {
    closed = true;
    show("not saved: the time is over", "failing");
  }

  // Another window saved meanwhile. Where only one of us changed a control, that change stands.
  function merge(told) {
    const theirs = told.controls, mine = typed(), ours = unsure.some((sent) => same(sent, theirs));
    const base = ours ? theirs : saved;
    const both = {}, clashes = [];
    const is = (one, other) => JSON.stringify(tidy(one ?? [])) === JSON.stringify(tidy(other ?? []));
    for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
      const [m, t, b] = [mine[name], theirs[name], base[name]];
      both[name] = (is(m, b) ? t : m) ?? [];
      if (!is(m, b) && !is(t, b) && !is(m, t)) clashes.push(name);
    }
    seq.value = (told.seq ?? 0) + 1;
    saved = theirs;
    unsure = [];
    if (!same(both, mine)) put(both);
    if (clashes.length) ask("Another window saved something else meanwhile. Yours is still here and is saved now; this was theirs:", theirs, "Take theirs");
    remember();
    soon(0);
  }

  function ask(words, texts, take) {
    note.querySelector("p").textContent = words;
    const lines = Object.entries(tidied(texts)).map(([name, values]) => `${name}: ${values.join(", ")}`);
    note.querySelector("pre").textContent = lines.join("\n") || "nothing";
    const [yes, no] = note.querySelectorAll("button");
    yes.hidden = closed;
    yes.textContent = take;
    yes.onclick = () => { note.hidden = true; put(texts); changed(); };
    no.onclick = () => { note.hidden = true; if (closed) forget(); };
    note.hidden = false;
  }

  function restore() {
    let kept;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { return; }
    if (!kept) return;
    const at = Date.parse(kept.at), theirs = saved;
    const touched = Date.parse(form.dataset.touched || 0);
    if (same(kept.typed, saved) || (kept.sent && touched >= at)) return forget();
    if (closed) return ask("You typed this in this browser, and it was not saved in time:", kept.typed, "");
    if (at < touched) return ask(`You typed this in this browser at ${clockOf.format(at)}, and it was not saved. Something newer is stored:`, kept.typed, "Put it back");
    put(kept.typed);
    if (kept.base !== Number(seq.value) - 1 && !same(theirs, {})) ask("Another window saved something else before. Yours is newer and stands; this was theirs:", theirs, "Take theirs");
    changed();
  }

  // The browser sends the form. While the network is known to fail, it goes out from here again and again until it is
  // answered; what is refused is then sent once more the plain way, to be shown.
  async function send(event) {
    if (sending) return event.preventDefault();
    sending = true;
    clearTimeout(timer);
    if (!closed) remember(true);
    if (document.activeElement?.id) sessionStorage.setItem("focus", document.activeElement.id);
    if (navigator.onLine && mark?.dataset.state !== "failing") {
      setTimeout(() => { sending = false; changed(); }, 2 * PATIENCE); // it was stopped: go on saving
      return;
    }
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
    const sent = new URLSearchParams(new FormData(form, event.submitter));
    let response;
    for (let tries = 0; !response; tries++) {
      try { response = await fetch(form.action, { method: "POST", body: sent, redirect: "manual", signal: AbortSignal.timeout(2 * PATIENCE) }); } catch { response = undefined; }
      if (response?.status === 503) response = undefined;
      if (!response) {
        show("not sent, trying again", "failing");
        await pause(Math.min(SLOWEST, 500 * 2 ** tries));
      }
    }
    if (response.type !== "opaqueredirect") {
      const plain = Object.assign(document.createElement("input"), { type: "hidden", name: "form-do", value: sent.get("form-do") ?? "check" });
      form.append(plain);
      form.submit();
      return;
    }
    location.reload();
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", send);
  addEventListener("online", () => soon(0));
  document.addEventListener("time-is-short", () => since !== undefined && soon(0));
  const leave = () => {
    if (closed || sending || since === undefined) return;
    const mine = typed();
    unsure.push(mine);
    navigator.sendBeacon(form.dataset.draft, body(mine));
  };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  const focused = sessionStorage.getItem("focus");
  if (focused) {
    sessionStorage.removeItem("focus");
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
  restore();
  if (!same(typed(), saved)) changed();
  else if (mark) mark.dataset.state = "saved";
  form.dataset.kept = "";
}
