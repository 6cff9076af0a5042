// The length of a text while it is written: "2 of 3 sentences, 41 words".
for (const output of document.querySelectorAll("[data-count-of]")) {
  const area = document.getElementById(output.dataset.countOf);
  const most = (limit, count, word) => `${count}${limit ? ` of ${limit}` : ""} ${word}${(limit || count) == 1 ? "" : "s"}`;
  const count = () => {
    const text = area.value.trim();
    const words = text ? text.split(/\s+/).length : 0;
    const sentences = text.split(/[.!?…]+(?:\s|$)/).filter((part) => part.trim()).length;
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
