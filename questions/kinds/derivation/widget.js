// Beside the lines of a derivation: the keys that help, and a menu of rules. The rule stands in the text itself, before
// a colon at the beginning of the line that has the cursor, where the grader passes over it: the text is the answer.
for (const menu of document.querySelectorAll("[data-rule-in]")) {
  const box = document.getElementById(menu.dataset.ruleIn), select = menu.querySelector("select"), number = menu.querySelector("b");
  const rules = [...select.options].map((option) => option.value).filter(Boolean);
  const LINE = new RegExp(String.raw`^(\s*(?:\(?\d{1,2}[.)]\s+|[•*▪‣]\s*)?)(?:(${rules.join("|")})\s*:\s*)?`, "i"); // its number, its rule

  const at = () => box.value.slice(0, box.selectionStart).split("\n").length - 1;

  function show() {
    const now = box.value.split("\n")[at()].match(LINE)[2];
    number.textContent = at() + 1;
    select.value = rules.find((rule) => rule.toLowerCase() === now?.toLowerCase()) ?? "";
  }

  select.addEventListener("input", (event) => {
    event.stopPropagation(); // the box tells what changed
    const lines = box.value.split("\n"), line = at(), cursor = box.selectionStart, before = box.value.length;
    lines[line] = lines[line].replace(LINE, (_, start) => start + (select.value && `${select.value}: `));
    box.value = lines.join("\n");
    const end = lines.slice(0, line + 1).join("\n").length;
    const place = Math.min(end, Math.max(end - lines[line].length, cursor + box.value.length - before));
    box.setSelectionRange(place, place);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  for (const event of ["input", "keyup", "pointerup", "focus"]) box.addEventListener(event, show);
  menu.hidden = box.matches(":disabled");
  menu.parentElement.querySelector(".keys").hidden = menu.hidden;
  show();
}
