// Matrices as tables. The text box below stays the form's control: the cells write into it, and what is typed there
// fills the cells. What is pasted into a cell from NumPy, MATLAB or a spreadsheet fills the matrix from there.
const NUMBER = String.raw`[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+−]?\d+)?(?:\s*/\s*\d+)?`;

// Rows of texts, or null where this is no matrix that can be shown cell by cell.
function rowsOf(text) {
  const plain = text.replace(/np\.|numpy\.|array|matrix|dtype\s*=\s*\S+|[()]/g, " ").trim().replace(/^\[([^[\]]*)\]$/s, "$1");
  const nested = [...plain.matchAll(/\[([^[\]]*)\]/g)].map((found) => found[1]);
  const lines = nested.length ? nested : plain.split(/[;\n\r]+/);
  const rows = lines.filter((line) => line.trim()).map((line) => line.trim().split(line.includes(",") ? /\s*,\s*/ : /\s+/));
  const whole = new RegExp(`^(?:${NUMBER})?$`); // a cell may be empty still
  return rows.length && rows.every((row) => row.length === rows[0].length && row.every((cell) => whole.test(cell))) ? rows : null;
}

// "W1 = …" by name, whatever is between the names.
function namedOf(text, names) {
  const marks = [...text.matchAll(new RegExp(`\\b(${names.join("|")})\\s*[=:]`, "g"))];
  return Object.fromEntries(marks.map((mark, n) => [mark[1], text.slice(mark.index + mark[0].length, marks[n + 1]?.index).replace(/[,;\s]+$/, "")]));
}

for (const help of document.querySelectorAll("[data-matrices-of]")) {
  const box = document.getElementById(help.dataset.matricesOf);
  const { names, inputs, outputs, most } = JSON.parse(help.dataset.matrices);
  // Pairs W1 b1 W2 b2 …: the widths between them are the student's to choose.
  const layers = names.length / 2;
  if (!Number.isInteger(layers) || names.some((name, n) => !(n % 2 ? /^b/ : /^W/).test(name))) continue;
  const shut = box.matches(":disabled");
  const grid = Object.assign(document.createElement("div"), { className: "weights" });
  let widths = [inputs, ...Array(layers - 1).fill(2), outputs];
  let cells = {}, writing = false;

  const shape = (name) => {
    const layer = Math.floor(names.indexOf(name) / 2);
    return name.startsWith("W") ? [widths[layer + 1], widths[layer]] : [widths[layer + 1], 1];
  };

  // The cells from what the text says; false where they could not hold it.
  function read() {
    const found = namedOf(box.value, names);
    const parts = Object.fromEntries(Object.entries(found).map(([name, text]) => [name, rowsOf(text)]));
    if (box.value.trim() && (!Object.keys(found).length || Object.values(parts).includes(null))) return false;
    for (const [name, rows] of Object.entries(parts)) {
      if (name.startsWith("b") && rows.length === 1) parts[name] = rows[0].map((cell) => [cell]);
      const layer = Math.floor(names.indexOf(name) / 2);
      if (layer < layers - 1) widths[layer + 1] = Math.min(most, parts[name].length);
    }
    for (const [name, rows] of Object.entries(parts)) {
      const [height, width] = shape(name);
      if (rows.length !== height || rows.some((row) => row.length !== width)) return false;
    }
    cells = parts;
    return true;
  }

  function write() {
    const lines = names.flatMap((name) => {
      const [height, width] = shape(name);
      const rows = Array.from({ length: height }, (_, r) => Array.from({ length: width }, (_, k) => (cells[name]?.[r]?.[k] ?? "").trim()));
      if (rows.every((row) => row.every((cell) => !cell))) return [];
      const shown = name.startsWith("W") ? rows.map((row) => `[${row.join(", ")}]`) : rows.map((row) => row[0]);
      return [`${name} = [${shown.join(", ")}]`];
    });
    writing = true;
    box.value = lines.join("\n");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    writing = false;
  }

  function draw() {
    grid.replaceChildren(...names.map(table), ...(layers > 1 && !shut ? [units()] : []));
  }

  function table(name) {
    const [height, width] = shape(name);
    const made = Object.assign(document.createElement("table"), { className: "grid" });
    made.createCaption().textContent = name;
    for (let r = 0; r < height; r++) {
      const row = made.insertRow();
      for (let k = 0; k < width; k++) {
        const cell = Object.assign(document.createElement("input"), { value: cells[name]?.[r]?.[k] ?? "", autocomplete: "off", disabled: shut });
        cell.setAttribute("aria-label", name.startsWith("W") ? `${name} row ${r + 1} column ${k + 1}` : `${name} entry ${r + 1}`);
        Object.assign(cell.dataset, { of: name, row: r, column: k });
        row.insertCell().append(cell);
      }
    }
    return made;
  }

  function units() {
    const made = Object.assign(document.createElement("p"), { className: "line units" });
    const less = Object.assign(document.createElement("button"), { type: "button", textContent: "−" });
    const more = Object.assign(document.createElement("button"), { type: "button", textContent: "+" });
    less.setAttribute("aria-label", "One hidden unit less");
    more.setAttribute("aria-label", "One hidden unit more");
    less.disabled = widths[1] <= 1;
    more.disabled = widths[1] >= most;
    const change = (by, button) => () => {
      widths = widths.map((width, n) => (n && n < layers ? width + by : width));
      draw();
      write();
      grid.querySelector(`.units button:${button}-of-type:enabled, .units button:enabled`)?.focus();
    };
    less.onclick = change(-1, "first");
    more.onclick = change(1, "last");
    made.append("Hidden units ", less, Object.assign(document.createElement("b"), { textContent: widths[1] }), more);
    return made;
  }

  grid.addEventListener("input", (event) => {
    event.stopPropagation(); // the box tells what changed
    const { of, row, column } = event.target.dataset;
    ((cells[of] ??= [])[row] ??= [])[column] = event.target.value;
    write();
  });

  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text"), { of, row, column } = event.target.dataset;
    const named = namedOf(text, names);
    if (Object.keys(named).length) {
      event.preventDefault();
      box.value = text;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    let rows = rowsOf(text);
    if (!rows || (rows.length === 1 && rows[0].length === 1)) return;
    event.preventDefault();
    const layer = Math.floor(names.indexOf(of) / 2), bias = of.startsWith("b");
    if (bias && rows.length === 1) rows = rows[0].map((cell) => [cell]);
    // In the first cell it says how many hidden units there are; elsewhere there may be more of them than before.
    const first = row === "0" && column === "0";
    const grown = (before, wanted) => Math.min(most, first ? wanted : Math.max(before, wanted));
    if (layer < layers - 1) widths[layer + 1] = grown(widths[layer + 1], Number(row) + rows.length);
    if (!bias && layer > 0) widths[layer] = grown(widths[layer], Number(column) + rows[0].length);
    rows.forEach((line, r) => line.forEach((cell, k) => (((cells[of] ??= [])[Number(row) + r] ??= [])[Number(column) + k] = cell)));
    draw();
    write();
    grid.querySelector(`[data-of="${of}"][data-row="${row}"][data-column="${column}"]`)?.focus();
  });

  // A text that the tables cannot hold stands alone.
  box.addEventListener("input", () => {
    if (writing) return;
    grid.hidden = !read();
    draw();
  });
  box.before(grid);
  help.prepend("A matrix pasted into its first cell fills it; or write all of them here. ");
  grid.hidden = !read();
  draw();
}
