import { expect, test } from "vitest";
import cells from "../../../../docs/cells.md?raw";
import { readHelp } from "./read-help.ts";
import { renderHelp } from "./vite-plugin.ts";

const text = `# Names

Before.

## The network

### inspect

\`inspect(photo, {size})\` runs the [network](a.md) ([methods](b.md)). In its own cell it waits.

\`\`\`js
const trace = inspect(photo);
\`\`\`

\`\`\`js
trace.detections
\`\`\`

## Figures

### Bars

All **bars** of \`z\`. Options: \`layer\` (the first), \`sort\` ("index", "weight"). Value: \`index\`, or null.

\`\`\`js
Bars(trace)
\`\`\`
`;

test("a name has its call, a summary of plain text, its first example and its section", () => {
  expect(readHelp(text)).toMatchObject([
    {
      name: "inspect",
      signature: "inspect(photo, {size})",
      summary: "Runs the network. In its own cell it waits.",
      example: "const trace = inspect(photo);",
      section: "The network",
    },
    {
      name: "Bars",
      signature: "Bars(trace, {layer, sort})",
      summary: "All bars of z.",
      example: "Bars(trace)",
      section: "Figures",
    },
  ]);
});

test("a template's call keeps its backticks", () => {
  const [html] = readHelp(
    "## A\n\n### html\n\n`` html`…` `` makes `b`. More.\n\n```js\nhtml`x`\n```\n",
  );
  expect(html).toMatchObject({ signature: "html`…`", summary: "Makes b. More." });
});

test("descriptions become HTML without links to documents that the page has not", async () => {
  const [inspect] = await renderHelp(text);
  expect(inspect?.html).toContain(
    "<code>inspect(photo, {size})</code> runs the network (methods).",
  );
  expect(inspect?.html).toContain('<span class="tok-keyword">const</span>');
});

test.each([
  ["example", "## A\n\n### b\n\nIt is.\n"],
  ["description", "## A\n\n### b\n\n```js\nb\n```\n"],
])("a name without %s is refused by its name", (what, wrong) => {
  expect(() => readHelp(wrong)).toThrow(new RegExp(`b has no ${what}`));
});

test("docs/cells.md can be read, each name once", () => {
  const names = readHelp(cells).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["choosePhoto", "ChannelWeights", "linked"]));
  expect(new Set(names).size).toBe(names.length);
});
