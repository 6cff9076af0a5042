// What was typed in this browser and could not be saved yet: opening the question saves it.
const note = document.getElementById("unsent");
const slugs = Object.keys(localStorage)
  .map((key) => key.match(/^chainrule \/attempts\/(\d+)\/questions\/([^/]+)\/draft$/))
  .filter((found) => found && found[1] === note.dataset.attempt)
  .map((found) => decodeURIComponent(found[2]));

for (const slug of slugs.sort()) {
  const link = Object.assign(document.createElement("a"), { href: `/attempts/${note.dataset.attempt}/questions/${encodeURIComponent(slug)}`, textContent: slug });
  note.querySelector("span").append(link, " ");
}
note.hidden = !slugs.length;
