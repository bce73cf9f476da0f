/** Writes the notebooks of the tests that Notebook Kit itself writes: `node test/files/make-notebooks.js`. */

import { writeFileSync } from "node:fs";
import { serialize, toNotebook } from "@observablehq/notebook-kit";
import { JSDOM } from "jsdom";
import { hostileCells } from "./hostile-cells.js";

const folder = new URL("notebooks/", import.meta.url);
const { document } = new JSDOM().window;

/** @param {string} name @param {import("@observablehq/notebook-kit").NotebookSpec} notebook */
const write = (name, notebook) => {
  writeFileSync(new URL(`${name}.html`, folder), serialize(toNotebook(notebook), { document }));
};

write("all-cell-types", {
  title: "Every type of cell",
  cells: [
    { id: 1, mode: "md", value: "# Every type of cell\n\nText with ${1 + 1} *expressions*." },
    { id: 2, mode: "js", value: "const answer = 6 * 7;\n\n// An indented line:\n    display(answer);" },
    { id: 3, mode: "ts", value: "const typed: number = answer;" },
    { id: 4, mode: "html", value: '<p style="color: ${"red"}">A <b>bold</b> word &amp; more</p>' },
    { id: 5, mode: "tex", value: "s = \\sigma(W_2\\,\\mathrm{ReLU}(W_1 z))" },
    { id: 6, mode: "sql", value: "SELECT * FROM detections WHERE confidence > ${answer / 100}" },
    { id: 7, mode: "dot", value: 'digraph {\n  squeeze -> excitation [label="z"];\n}' },
    { id: 8, mode: "node", value: 'process.stdout.write(JSON.stringify("hello"));' },
    { id: 9, mode: "python", value: 'import sys\n\ndef f():\n\treturn 1\n\nprint("hello", file=sys.stdout)' },
    { id: 10, mode: "r", value: "x <- c(1, 2, 3)\ncat(mean(x))" },
    { id: 11, mode: "ojs", value: "viewof x = Inputs.range([0, 1])" },
  ],
});

const flags = [false, true].flatMap((pinned) => [false, true].map((hidden) => ({ pinned, hidden })));
write("hidden-pinned-output", {
  title: "Hidden, pinned, named",
  cells: [
    ...flags.map((flag, k) => ({ id: k * 7 + 3, mode: /** @type {const} */ ("js"), value: `${k}`, ...flag })),
    { id: 30, mode: "md", value: "A named text", pinned: true, output: "text" },
    { id: 31, mode: "html", value: "<b>b</b>", output: "bold", hidden: true },
    { id: 32, mode: "sql", value: "SELECT 1", database: "postgres", output: "rows" },
    { id: 33, mode: "sql", value: "SELECT 2", database: "var:my \"own\" & other" },
    { id: 34, mode: "node", value: "1", format: "json", output: "data" },
    { id: 35, mode: "python", value: "print(1)", format: "csv", pinned: false },
    { id: 36, mode: "r", value: "cat(1)", format: "png", hidden: true },
    { id: 2, mode: "tex", value: "x", pinned: true, hidden: true, output: "formula" },
  ],
});

write("escapes", {
  title: "Escapes: <title> & \"quotes\" \u00a0 </title>",
  cells: [
    { id: 1, mode: "html", value: "<script>\n  let a = 1;\n</script>" },
    { id: 2, mode: "js", value: 'const closing = "</script>";\nconst escaped = "<\\/script>";\nconst twice = "<\\\\/script >";' },
    { id: 3, mode: "html", value: "<!-- <script> </script> -->\n<SCRIPT></SCRIPT\n>" },
    { id: 4, mode: "md", value: "`</script>` in code, &lt;b&gt; and <b>&amp;</b>\n\n```html\n</script>\n```" },
    { id: 5, mode: "js", value: "`${`a ${1} b`}` + '\\u2028' // \u2028 </scripts>" },
    { id: 6, mode: "js", value: "1 <!--x\n--> 2" },
  ],
});

write("light-dark", {
  title: "Two themes, only to read",
  theme: { light: "parchment", dark: "deep-space" },
  readOnly: true,
  cells: [{ id: 1, mode: "md", value: "# Two themes" }],
});

write("empty-cells", {
  title: "",
  cells: [
    { id: 1, mode: "js", value: "" },
    { id: 2, mode: "md", value: "\n\n" },
    { id: 3, mode: "html", value: "   " },
    { id: 4, mode: "js", value: "\n  a\n\n" },
    { id: 5, mode: "tex", value: "" },
  ],
});

for (const [name, value] of Object.entries(hostileCells)) {
  const cells = typeof value === "string" ? undefined : value;
  const text = cells
    ? serialize(
        toNotebook({
          title: `Hostile: ${name}`,
          cells: cells.map(([mode, source], k) => ({ id: k + 1, mode, value: source })),
        }),
        { document },
      )
    : String(value);
  writeFileSync(new URL(`hostile/${name}.html`, folder), text.replaceAll("NAME", name));
}
