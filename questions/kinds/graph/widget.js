// A computation graph as a table, a row for each node. The text box stays the form's control: every row is one line of
// it, and what is typed there fills the table when each line is one operation of inputs and nodes above it. What is
// still open in a row is a `?` in its line, so that a row half done is saved like any other.
const NAME = /^\p{L}[\p{L}\d]*(?:_(?:[\p{L}\d]+|\{[\p{L}\d]+\}))?$/u, NUMBER = /^[-−]?(?:\d+\.?\d*|\.\d+)$/;
const CALL = /^\\?(\p{L}+\d?)(?:\s*\((.*)\)|\s+([^\s−-]\S*))$/su;
const BINARY = /^(.+?)(?:\s*(\*\*|\\cdot|\\times|[-−+*×·⋅/÷^])\s*|\s+(?![\s\d.]))(.+)$/s;
const SIGNS = { "+": " + ", "−": " - ", "×": "*", "÷": "/", "^": "^" };
const ALIKE = { "-": "−", "*": "×", "·": "×", "⋅": "×", "\\cdot": "×", "\\times": "×", "/": "÷", "**": "^", log: "ln", σ: "sigmoid" };
const NEGATIVE = "negative", OPEN = "?", A_NUMBER = "#";

const key = (name) => name.replace(/[_{}]/g, "");
const make = (tag, properties = {}, ...content) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
};
const options = (pairs, chosen) => pairs.map(([value, text]) => make("option", { value, text, selected: value === chosen }));

for (const help of document.querySelectorAll("[data-graph-of]")) {
  const box = document.getElementById(help.dataset.graphOf), shut = box.matches(":disabled");
  const { inputs, functions } = JSON.parse(help.dataset.graph); // how many operands each function has
  // A name that is a function's, or e, means the node wherever it stands: such a graph is left to the text.
  const means = (name) => name === "e" || Object.hasOwn(functions, ALIKE[name] ?? name.toLowerCase());
  if (inputs.some(means)) continue;
  const given = inputs.map((name) => ({ name }));
  const many = { "": 0, ...Object.fromEntries(Object.keys(SIGNS).map((sign) => [sign, 2])), [NEGATIVE]: 1, ...functions };
  let rows = [], writing = false; // a row has a name, an operation and operands: inputs, rows, { number }, or nothing yet

  // The operation of a line, or undefined where a row could not show it.
  function operationOf(text, known) {
    const operand = (said) => {
      const bare = said.trim().replace(/^\((.*)\)$|^\{(.*)\}$/s, "$1$2").trim();
      return bare === OPEN ? null : known.get(NAME.test(bare) && key(bare)) ?? (NUMBER.test(bare) ? { number: bare.replace("−", "-") } : undefined);
    };
    const made = (operation, ...texts) => {
      const operands = texts.map(operand);
      return texts.length === many[operation] && !operands.includes(undefined) ? { operation, operands } : undefined;
    };
    if (text === OPEN) return made("");
    const [, word, within, after] = text.match(CALL) ?? [];
    const called = word && (ALIKE[word] ?? word.toLowerCase());
    if (Object.hasOwn(functions, called)) return made(called, ...(within ?? after).split(","));
    if (/^e\s*\^/.test(text)) return made("exp", text.slice(text.indexOf("^") + 1));
    if (/^[-−]/.test(text)) return made(NEGATIVE, text.slice(1));
    const [, left, sign = "×", right] = text.match(BINARY) ?? [];
    return left && made(ALIKE[sign] ?? sign, left, right);
  }

  // Fills the rows from the text; false where they could not hold it.
  function read() {
    const found = [], known = new Map(given.map((input) => [key(input.name), input]));
    for (const line of box.value.split(/[;\n]/).filter((text) => text.trim())) {
      const [name, text, ...more] = line.split("=").map((side) => side.trim());
      const free = name === OPEN || (NAME.test(name) && !known.has(key(name)) && !means(name));
      const row = free && text && !more.length && operationOf(text, known);
      if (!row) return false;
      found.push(Object.assign(row, { name: name === OPEN ? "" : name }));
      if (row.name) known.set(key(name), row);
    }
    rows = found.length ? found : [blank([])];
    return true;
  }

  function blank(others) {
    let n = 1;
    while ([...given, ...others].some(({ name }) => key(name) === `h${n}`)) n++;
    return { name: `h${n}`, operation: "", operands: [] };
  }

  function line({ name, operation, operands }) {
    const parts = Array.from({ length: many[operation] }, (_, k) => operands[k]?.number || operands[k]?.name || OPEN);
    const signed = parts.map((part) => part.replace(/^-.*/, "($&)"));
    const text = operation === NEGATIVE ? `-${signed}` : SIGNS[operation] ? signed.join(SIGNS[operation]) : operation ? `${operation}(${parts.join(", ")})` : OPEN;
    return `${name || OPEN} = ${text}`;
  }

  function write() {
    writing = true;
    box.value = rows.map(line).join("\n");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    writing = false;
  }

  function drawn(row, n) {
    const name = make("input", { value: row.name, ariaLabel: `Name of node ${n + 1}`, autocomplete: "off", autocapitalize: "off", spellcheck: false, disabled: shut });
    const all = Object.keys(many).map((sign) => [sign, sign || "choose"]);
    const operation = make("select", { ariaLabel: `Operation of node ${n + 1}`, disabled: shut }, ...options(all, row.operation));
    const places = make("div", {}, ...operands(row, n));
    const gone = make("button", { type: "button", textContent: "×", ariaLabel: `Remove node ${n + 1}`, hidden: shut });
    name.oninput = () => {
      row.name = name.value.trim();
      for (const option of body.querySelectorAll(`option[value="${n}"]`)) option.text = row.name || OPEN;
      write();
    };
    operation.oninput = () => {
      row.operation = operation.value;
      places.replaceChildren(...operands(row, n));
      write();
    };
    gone.onclick = () => {
      rows.splice(n, 1);
      for (const other of rows) other.operands = other.operands.map((operand) => (operand === row ? null : operand));
      redraw();
      told.textContent = `Node ${row.name} is removed.`;
      (body.rows[Math.min(n, rows.length - 1)]?.querySelector("button") ?? add).focus();
    };
    return make("tr", {}, make("th", { scope: "row" }, name), ...[operation, places, gone].map((part) => make("td", {}, part)));
  }

  function operands(row, n) {
    const sources = [...given.map((input, m) => [`input ${m}`, input]), ...rows.slice(0, n).map((other, m) => [`${m}`, other])];
    const pairs = [["", "choose"], ...sources.map(([value, { name }]) => [value, name || OPEN]), [A_NUMBER, "number"]];
    return [[], ["Input"], ["First input", "Second input"]][many[row.operation]].map((which, k) => {
      const now = row.operands[k], chosen = now && "number" in now ? A_NUMBER : sources.find(([, source]) => source === now)?.[0] ?? "";
      const source = make("select", { ariaLabel: `${which} of node ${n + 1}`, disabled: shut }, ...options(pairs, chosen));
      const number = make("input", { value: now?.number ?? "", ariaLabel: `${which} of node ${n + 1}, the number`, inputMode: "decimal", autocomplete: "off", hidden: chosen !== A_NUMBER, disabled: shut });
      source.oninput = number.oninput = () => {
        number.hidden = source.value !== A_NUMBER;
        row.operands[k] = number.hidden ? sources.find(([value]) => value === source.value)?.[1] : { number: number.value.trim() };
        write();
      };
      return make("span", {}, source, number);
    });
  }

  const head = make("tr", {}, ...["Node", "Operation", "Inputs"].map((textContent) => make("th", { scope: "col", textContent })), make("td"));
  const body = make("tbody"), add = make("button", { type: "button", textContent: "+ node", hidden: shut });
  const told = make("p", { className: "away", ariaLive: "polite" });
  const table = make("div", { className: "nodes" }, make("table", { ariaLabel: "The graph, a node a row" }, make("thead", {}, head), body), add, told);
  const draw = () => body.replaceChildren(...rows.map(drawn)), redraw = () => (draw(), write());
  add.onclick = () => {
    rows.push(blank(rows));
    redraw();
    body.lastChild.querySelector("input").focus();
  };
  table.addEventListener("input", (event) => event.stopPropagation()); // the box tells what changed

  // While a line is half typed the table waits where it stands, so that the box does not move under the cursor.
  function follow() {
    table.inert = !read();
    if (!table.inert) draw();
    help.firstElementChild.hidden = !table.inert;
    table.hidden = table.inert && document.activeElement !== box;
  }
  box.addEventListener("input", () => writing || follow());
  box.addEventListener("blur", () => (table.hidden = table.inert));
  box.before(table);
  follow();
}
