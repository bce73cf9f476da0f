/** Reads docs/cells.md: every name with its signature, summary and example. */

import type { HelpEntry } from "../entry.ts";

/** An entry whose description is Markdown still. */
export type WrittenEntry = Omit<HelpEntry, "html"> & { readonly markdown: string };

/**
 * Returns the entries of a text in which "## " begins a section and "### " a name. Throws an Error that names
 * the entry where it has no description or no example.
 */
export function readHelp(text: string): WrittenEntry[] {
  return text
    .split(/^## /m)
    .slice(1)
    .flatMap((part) => {
      const [section = "", ...names] = part.split(/^### /m);
      const heading = section.split("\n", 1)[0]?.trim() ?? "";
      return names.map((written) => readEntry(written, heading));
    });
}

function readEntry(written: string, section: string): WrittenEntry {
  const [name = "", ...lines] = written.trim().split("\n");
  const markdown = lines.join("\n").trim();
  const paragraph = markdown.split(/\n\s*\n/, 1)[0] ?? "";
  const example = /```js\n([\s\S]*?)```/.exec(markdown)?.[1]?.trim();
  if (paragraph === "" || paragraph.startsWith("```"))
    throw new Error(`docs/cells.md: ${name} has no description`);
  if (!example) throw new Error(`docs/cells.md: ${name} has no example`);
  const [call, rest] = splitCall(paragraph, name);
  const signature = call ?? withOptions(name, { section, paragraph });
  return { name, signature, summary: summaryOf(rest), markdown, example, section };
}

/** Takes the call that a description may begin with from the rest: "`inspect(photo)` runs …". */
function splitCall(paragraph: string, name: string): readonly [string | undefined, string] {
  const [whole, template, call = template] = /^(?:`` (.+?) ``|`([^`]+)`)\s*/.exec(paragraph) ?? [];
  if (whole === undefined || !call?.replace("await ", "").startsWith(name))
    return [undefined, paragraph];
  return [call, paragraph.slice(whole.length)];
}

/** A figure takes a trace, and the options that its description lists. */
function withOptions(
  name: string,
  { section, paragraph }: { readonly section: string; readonly paragraph: string },
): string {
  if (section !== "Figures") return name;
  const listed = /Options: ([\s\S]*?)(?:\bValue: |$)/.exec(paragraph)?.[1] ?? "";
  const options = [...listed.matchAll(/(?:^|[,;] |\band )`(\w+)`/g)].map(
    ([, option = ""]) => option,
  );
  return options.length === 0 ? `${name}(trace)` : `${name}(trace, {${options.join(", ")}})`;
}

/** Returns the first sentences up to some 160 characters as plain text, beginning with a capital letter. */
function summaryOf(paragraph: string): string {
  const plain = paragraph
    .replace(/ \(\[[^\]]+\]\([^)]+\)\)/g, "")
    .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replace(/[`*]|\b_|_\b/g, "")
    .replace(/\s+/g, " ")
    .replace(/ Options: .*/, "");
  const sentences = plain.match(/.+?[.!?](?= [A-Z]|$)/g) ?? [plain];
  let text = "";
  for (const sentence of sentences) {
    if (text !== "" && text.length + sentence.length > 160) break;
    text += sentence;
  }
  text = text.trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
