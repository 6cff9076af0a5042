// Keys, and what the small buttons do at once. What has a key says so with data-key; a switch, remembered, turns the keys off.
const form = document.querySelector("[data-rubric]");
const boxes = [...form.querySelectorAll('input[name="rubric"]')];
const points = form.querySelector("#points");
const comment = form.querySelector("#comment");
const sum = form.querySelector("#sum");
const keys = document.querySelector("#keys");
const REMEMBERED = "grading-keys";

const add = () => {
  const thousandths = boxes.filter((box) => box.checked).reduce((total, box) => total + Number(box.dataset.worth), 0);
  sum.textContent = `Sum of what is ticked: ${Math.max(0, thousandths) / 1000}`;
};

const showKeys = () => {
  for (const hint of document.querySelectorAll("kbd.js-only")) hint.hidden = !keys.checked;
};

// Digits by where they are on the keyboard, so that Shift leaves them digits in every layout.
const nameOf = (event) => {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  const name = digit ? digit[1] : event.key.toLowerCase();
  return (event.ctrlKey || event.metaKey ? "ctrl+" : "") + (event.shiftKey && digit ? "shift+" : "") + name;
};

keys.checked = localStorage.getItem(REMEMBERED) !== "off";
keys.addEventListener("change", () => {
  localStorage.setItem(REMEMBERED, keys.checked ? "on" : "off");
  showKeys();
});
keys.closest("label").hidden = false;

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.isComposing) return;
  const name = nameOf(event);
  const typing = event.target.matches("textarea, input:not([type=checkbox])");
  if (name !== "ctrl+enter" && (typing || !keys.checked)) return;
  const found = document.querySelector(`[data-key="${CSS.escape(name)}"]`);
  if (!found) return;
  event.preventDefault();
  found.click();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert], [data-ticks]");
  if (!button) return;
  event.preventDefault();
  if (button.dataset.insert !== undefined) {
    const before = comment.value.trimEnd();
    comment.value = before + (before && "\n") + button.dataset.insert;
  } else {
    const ticked = button.dataset.ticks.split(" ");
    for (const box of boxes) box.checked = ticked.includes(box.value);
    points.value = "";
    add();
  }
});

form.addEventListener("change", add);
showKeys();
add();
