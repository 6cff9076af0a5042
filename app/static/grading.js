// Digits tick the lines of the rubric, and the sum is shown while it changes.
const form = document.querySelector("[data-rubric]");
const boxes = [...form.querySelectorAll('input[name="rubric"]')];
const sum = form.querySelector("#sum");

const add = () => {
  const thousandths = boxes.filter((box) => box.checked).reduce((total, box) => total + Number(box.dataset.worth), 0);
  sum.textContent = `Sum of what is ticked: ${thousandths / 1000}`;
};

for (const key of form.querySelectorAll(".js-only")) key.hidden = false;
form.addEventListener("change", add);
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, input:not([type=checkbox])");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
  const box = boxes[Number(event.key) - 1];
  if (!box) return;
  box.click();
  event.preventDefault();
});
add();
