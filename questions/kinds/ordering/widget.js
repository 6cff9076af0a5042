// Lines of a proof that can be moved. The text box with the letters stays the form's control: buttons write into it,
// and what is typed there moves the lines. Keys, anywhere on a line: ↑ ↓ go to another line, Alt+↑ Alt+↓ move it,
// 1–9 put it in that place, Delete leaves it out.
const BETWEEN = /[\s,;→⇒>]+/;

for (const list of document.querySelectorAll("[data-order-of]")) {
  const box = document.getElementById(list.dataset.orderOf);
  const lines = new Map([...list.children].map((line) => [line.dataset.letter, line]));
  const rest = document.createElement("ul");
  const [proofTitle, restTitle] = ["Your proof", "Lines you have not used"].map((words, n) => {
    const title = Object.assign(document.createElement("p"), { className: "order-title", textContent: words });
    title.id = `${list.id}-${n}`;
    return title;
  });
  const told = Object.assign(document.createElement("p"), { className: "away" });
  told.setAttribute("aria-live", "polite");
  rest.className = "blocks";
  list.setAttribute("aria-labelledby", proofTitle.id);
  rest.setAttribute("aria-labelledby", restTitle.id);
  list.before(proofTitle);
  list.after(restTitle, rest, told);
  for (const line of lines.values()) dress(line);

  let order = [];

  function dress(line) {
    const place = Object.assign(document.createElement("span"), { className: "place" });
    const buttons = Object.assign(document.createElement("span"), { className: "moves" });
    for (const [act, sign] of [["up", "↑"], ["down", "↓"], ["use", "use"], ["drop", "leave out"]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign });
      button.dataset.act = act;
      buttons.append(button);
    }
    line.prepend(place);
    line.append(buttons);
  }

  const typed = () => {
    const words = box.value.trim().split(BETWEEN).filter(Boolean);
    const apart = words.length === 1 && !lines.has(words[0]) ? [...words[0]] : words;
    const letters = apart.map((letter) => (lines.has(letter) ? letter : letter.toUpperCase()));
    return letters.filter((letter, n) => lines.has(letter) && letters.indexOf(letter) === n);
  };

  const words = (letter) => lines.get(letter).querySelector(".text").textContent.replace(/\s+/g, " ").trim();

  const where = (letter) => {
    const place = order.indexOf(letter);
    return place < 0 ? `not used: ${words(letter)}` : `line ${place + 1} of ${order.length}: ${words(letter)}`;
  };

  const draw = () => {
    list.replaceChildren(...order.map((letter) => lines.get(letter)));
    rest.replaceChildren(...[...lines].filter(([letter]) => !order.includes(letter)).map(([, line]) => line));
    restTitle.hidden = rest.hidden = !rest.children.length;
    list.hidden = !order.length;
    proofTitle.textContent = order.length ? "Your proof" : "Your proof: no line yet";
    for (const [letter, line] of lines) {
      const place = order.indexOf(letter);
      line.querySelector(".place").textContent = place < 0 ? "" : `${place + 1}.`;
      const said = { up: `Move up ${where(letter)}`, down: `Move down ${where(letter)}`, use: `use line ${letter}: ${words(letter)}`, drop: `leave out ${where(letter)}` };
      for (const button of line.querySelectorAll("button")) {
        const { act } = button.dataset;
        button.hidden = (act === "use") === place >= 0;
        button.setAttribute("aria-label", said[act]);
        const stuck = (act === "up" && place === 0) || (act === "down" && place === order.length - 1);
        button.setAttribute("aria-disabled", stuck);
      }
    }
  };

  const put = (letter, place) => {
    const others = order.filter((other) => other !== letter);
    if (place !== null) others.splice(Math.max(0, Math.min(place, others.length)), 0, letter);
    if (String(others) === String(order)) return;
    order = others;
    box.value = order.join(", ");
    draw();
    told.textContent = where(letter);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // The button that was pressed stays under the finger; one that is gone hands over to its counterpart.
  const keepFocus = (line, act) => {
    const wanted = [act, act === "drop" ? "use" : "drop"].map((name) => line.querySelector(`[data-act=${name}]`));
    wanted.find((button) => !button.hidden).focus();
  };

  const act = (line, name) => {
    const { letter } = line.dataset;
    const place = order.indexOf(letter);
    if (name === "up" && place > 0) put(letter, place - 1);
    if (name === "down" && place >= 0) put(letter, place + 1);
    if (name === "use") put(letter, order.length);
    if (name === "drop") put(letter, null);
    keepFocus(line, name);
  };

  for (const line of lines.values()) {
    line.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (button) act(line, button.dataset.act);
    });
    line.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || !event.target.dataset.act) return;
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const pressed = event.target.dataset.act;
      if (step && event.altKey) act(line, step < 0 ? "up" : "down");
      else if (step) {
        const all = [...list.children, ...rest.children];
        const next = all[all.indexOf(line) + step];
        if (next) keepFocus(next, pressed);
      } else if (/^[1-9]$/.test(event.key) && !event.altKey) {
        put(line.dataset.letter, Number(event.key) - 1);
        keepFocus(line, pressed);
      } else if (event.key === "Delete" || event.key === "Backspace") act(line, "drop");
      else return;
      event.preventDefault();
    });
  }

  box.addEventListener("input", () => {
    const now = typed();
    if (String(now) === String(order)) return;
    order = now;
    draw();
  });
  order = typed();
  draw();
}
