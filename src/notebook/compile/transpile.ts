/** A cell's source → a function's source with named inputs and outputs, as Notebook Kit makes it. */

import type { Node, Program } from "acorn";
import { simple } from "acorn-walk";
import { asCompileError, importError, templateTag } from "./mistakes.ts";
import type { CellSource, ParsedJavaScript, Parts } from "./parts.ts";

/** A cell as JavaScript. */
export interface Transpiled {
  /** An arrow function of the inputs: it returns the outputs, or an expression's value. */
  readonly body: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly output?: string | undefined;
  /** Whether the value is shown by itself. */
  readonly autodisplay: boolean;
  /** Whether the cell may call `display` and `view`. */
  readonly display: boolean;
  /** Lines before the source's first; undefined where lines are not those of the source. */
  readonly linesBefore: number | undefined;
}

/** Returns a cell as JavaScript. Rejects with a CompileError. */
export async function transpileCell(cell: CellSource, parts: Parts): Promise<Transpiled> {
  const { mode, source, hidden, output } = cell;
  const code = await asJavaScript(cell, parts);
  const shift = templateTag(cell).length;
  const parsed = attempt(cell, () => parts.parseJavaScript(code), shift);
  const found = findImport(parsed.body);
  if (found) throw importError(cell, found);
  const made = asFunction(code, parsed);
  const ownDisplay = mode === "js" || mode === "ts";
  return {
    ...made,
    output,
    autodisplay: !hidden && (ownDisplay ? made.autodisplay : source !== ""),
    display: ownDisplay,
    linesBefore: mode === "ts" ? undefined : made.linesBefore,
  };
}

/** Returns whether Markdown, HTML or TeX has `${…}` in it. Throws a CompileError where these can't be read. */
export function hasExpressions(cell: CellSource, parts: Parts): boolean {
  return attempt(cell, () => parts.parseTemplate(cell.source)).expressions.length > 0;
}

async function asJavaScript(cell: CellSource, parts: Parts): Promise<string> {
  const { id, mode, source } = cell;
  if (mode === "js") return source;
  if (mode !== "ts") {
    return attempt(cell, () => parts.transpileTemplate({ id, mode, value: source }));
  }
  const plain = await parts.typescript();
  return attempt(cell, () => plain(source));
}

function attempt<T>(cell: CellSource, read: () => T, shift = 0): T {
  try {
    return read();
  } catch (thrown) {
    throw asCompileError(thrown, cell, shift);
  }
}

function asFunction(
  code: string,
  { references, declarations, expression, async }: ParsedJavaScript,
): Pick<Transpiled, "body" | "inputs" | "outputs" | "autodisplay"> & { linesBefore: number } {
  const unique = (list: readonly { readonly name: string }[]): string[] => [
    ...new Set(list.map(({ name }) => name)),
  ];
  const [inputs, outputs] = [unique(references), unique(declarations ?? [])];
  const head = `${async ? "async " : ""}(${inputs.join(",")}) => {\n${expression ? "return (\n" : ""}`;
  const tail = `${outputs.length > 0 ? `\nreturn {${outputs.join(",")}};` : ""}${expression ? "\n)" : ""}\n}`;
  const body = head + code.replace(/^\n/, "").replace(/\n$/, "") + tail;
  const shows = inputs.includes("display") || inputs.includes("view");
  const linesBefore = (expression ? 2 : 1) - (code.startsWith("\n") ? 1 : 0);
  return { body, inputs, outputs, autodisplay: expression && !shows, linesBefore };
}

/** Returns the first import, static or called, or import.meta; there is no module in the page to import from. */
function findImport(body: Node | Program): Node | undefined {
  let found: Node | undefined;
  const note = (node: Node): void => {
    found ??= node;
  };
  simple(body, {
    ImportDeclaration: note,
    ImportExpression: note,
    MetaProperty(node) {
      if (node.meta.name === "import") note(node);
    },
  });
  return found;
}
