/** A cell's source as HTML with its syntax marked. */

/** Of longer sources the syntax is not marked, in characters. */
const longest = 50_000;

/** Marks the syntax inside a `<code class="language-…">` of a `<pre>`. */
export type Highlight = (code: HTMLElement) => Promise<void>;

/** Returns a source as HTML; nothing of it is markup, whatever it says. */
export async function sourceHtml(
  { mode, source }: { readonly mode: string; readonly source: string },
  { document, highlight }: { readonly document: Document; readonly highlight: Highlight },
): Promise<string> {
  const code = document.createElement("code");
  document.createElement("pre").append(code);
  code.className = `language-${mode}`;
  code.textContent = source;
  if (source.length > longest) return code.innerHTML;
  try {
    await highlight(code);
  } catch {
    // What is nested too deeply for the highlighter stands as plain text.
    code.textContent = source;
  }
  return code.innerHTML;
}
