// While an answer is written: how it is read, the symbols at hand, how long a text is.
const form = document.querySelector("form.question");
const PAUSE = 150;

// How it is read, asked of the server that will grade it. An answer that is out of date is not shown.
const fields = [...form.querySelectorAll(".field[data-live]")];
let timer, asking;
const place = (field) => field.querySelector(".preview");
const values = (field) => JSON.stringify([...field.querySelectorAll("[name]")].map((one) => (/checkbox|radio/.test(one.type) ? one.checked : one.value)));
const judged = new Map(fields.map((field) => [field, values(field)]));

async function readBack() {
  asking?.abort();
  asking = new AbortController();
  let page = null;
  try {
    const response = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "error", signal: asking.signal });
    if (response.ok) page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch (error) {
    if (error.name === "AbortError") return;
  }
  for (const field of fields) {
    const seen = page?.querySelector(`[data-field="${CSS.escape(field.dataset.live)}"]`);
    const shown = place(field), fresh = seen?.innerHTML ?? "";
    if (shown.dataset.shown !== fresh) shown.replaceChildren(...(seen?.childNodes ?? []));
    shown.dataset.shown = fresh;
  }
  for (const drawn of page?.querySelectorAll("[data-drawn]") ?? []) {
    form.querySelector(`[data-draws="${CSS.escape(drawn.dataset.drawn)}"]`).replaceChildren(...drawn.childNodes);
  }
  document.dispatchEvent(new Event("read-back"));
}

if (form.dataset.preview && fields.length) {
  form.addEventListener("input", (event) => {
    const field = event.target.closest(".field[data-live]");
    if (!field) return;
    field.classList.toggle("edited", values(field) !== judged.get(field));
    clearTimeout(timer);
    timer = setTimeout(readBack, PAUSE);
  });
}

// The palette writes into the box that had the focus last; `|` is where the cursor goes.
const palette = form.querySelector(".palette");
if (palette) {
  const boxes = [...form.querySelectorAll(".field[data-symbols] input:not([type=radio], [type=checkbox]), .field[data-symbols] textarea")];
  let box = boxes.find((one) => !one.matches(":disabled"));
  palette.hidden = !box;
  form.addEventListener("focusin", (event) => boxes.includes(event.target) && (box = event.target));
  palette.addEventListener("mousedown", (event) => event.preventDefault());
  palette.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const [before, after = ""] = button.dataset.insert.split("|");
    const chosen = box.value.slice(box.selectionStart, box.selectionEnd);
    const start = box.selectionStart + before.length + (after ? chosen.length : 0);
    box.setRangeText(before + (after ? chosen : "") + after, box.selectionStart, box.selectionEnd, "end");
    box.focus();
    box.setSelectionRange(start, start);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// In a box of several lines, Alt and an arrow move a line, Ctrl+D doubles it, or on an empty line the one above.
for (const area of form.querySelectorAll("textarea.code")) {
  area.addEventListener("keydown", (event) => {
    const up = event.altKey && event.key === "ArrowUp", down = event.altKey && event.key === "ArrowDown";
    const double = event.ctrlKey && event.key === "d";
    if (!up && !down && !double) return;
    event.preventDefault();
    const lines = area.value.split("\n");
    const at = area.value.slice(0, area.selectionStart).split("\n").length - 1;
    const column = area.selectionStart - lines.slice(0, at).join("\n").length - (at ? 1 : 0);
    const fill = double && at > 0 && !lines[at].trim();
    const to = fill ? at : double || down ? at + 1 : at - 1;
    if (!double && (to < 0 || to >= lines.length)) return;
    if (double) lines.splice(to, fill ? 1 : 0, lines[fill ? at - 1 : at]);
    else lines.splice(to, 0, ...lines.splice(at, 1));
    area.value = lines.join("\n");
    const cursor = lines.slice(0, to).join("\n").length + (to ? 1 : 0) + (fill ? lines[to].length : column);
    area.setSelectionRange(cursor, cursor);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// The sentences and words of a text, counted as graders/text.py does.
const ABBREVIATION = /\b(?:e\.\s?g|i\.\s?e|cf|etc|vs|resp|approx|fig|eq|w\.r\.t)\.(?=(\s+[a-z])?)/gi;
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_'’-]*/gu;
function sentencesIn(text) {
  const plain = text.replace(ABBREVIATION, (found, next) => (/[A-Z]$/.test(next || "") ? found : ""));
  const parts = plain.split(/[.?!…]+["'”’)\]]*(?=\s|$)/);
  return parts.length - 1 + (parts.at(-1).match(WORD) ? 1 : 0);
}

// The length of a text while it is written: "2 of 3 sentences, 41 words".
for (const output of document.querySelectorAll("[data-count-of]")) {
  const area = document.getElementById(output.dataset.countOf);
  const most = (limit, count, word) => `${count}${limit ? ` of ${limit}` : ""} ${word}${(limit || count) == 1 ? "" : "s"}`;
  const count = () => {
    const words = (area.value.match(WORD) || []).length;
    const sentences = sentencesIn(area.value);
    const parts = [];
    if (area.dataset.sentences) parts.push(most(area.dataset.sentences, sentences, "sentence"));
    parts.push(most(area.dataset.words, words, "word"));
    output.textContent = words ? `${parts.join(", ")}.` : "";
  };
  area.addEventListener("input", count);
  count();
}

// Digits tick options of the choice that has the focus.
for (const options of document.querySelectorAll(".options")) {
  options.addEventListener("keydown", (event) => {
    const box = /^[1-9]$/.test(event.key) && options.querySelectorAll("input")[Number(event.key) - 1];
    if (!box || event.ctrlKey || event.metaKey || event.altKey) return;
    box.focus();
    box.click();
  });
}
