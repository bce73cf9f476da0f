/** The exported page, opened in a frame: the same text and pictures, nothing that runs, nothing that is asked for. */

import { afterEach, expect, test } from "vitest";
import photo from "../../../test/files/images/orientation-6.jpg?url";
import { exportPage } from "./export.ts";
import { hasAddress } from "./export-copy.ts";
import { renameElements } from "./export-styles.ts";

const made: Element[] = [];
afterEach(() => {
  for (const one of made.splice(0)) one.remove();
});

async function article(html: string): Promise<HTMLElement> {
  const element = document.createElement("article");
  element.innerHTML = html;
  document.body.append(element);
  made.push(element);
  for (const image of element.querySelectorAll("img")) await image.decode().catch(() => undefined);
  return element;
}

/** Opens an exported page; resolves with its document, its source, and what it asked for. */
async function opened(blob: Blob): Promise<{ page: Document; html: string; asked: string[] }> {
  const html = await blob.text();
  const frame = document.createElement("iframe");
  made.push(frame);
  const loaded = new Promise((resolve) => {
    frame.addEventListener("load", resolve);
  });
  frame.srcdoc = html;
  document.body.append(frame);
  await loaded;
  const { contentDocument: page, contentWindow: view } = frame;
  if (!page || !view) throw new Error("the frame is empty");
  await Promise.all([...page.images].map((image) => image.decode().catch(() => undefined)));
  const entries = view.performance.getEntriesByType("resource").map(({ name }) => name);
  return { page, html, asked: entries.filter((name) => !name.startsWith("data:")) };
}

function words(element: Element): string {
  return element.textContent.replace(/\s+/g, " ").trim();
}

test("text, pictures and inputs stand as they stood, and nothing runs or is asked for", async () => {
  const element = await article(`
    <section class="cell" data-state="waiting"><h1 onclick="globalThis.pwned = 'h1'">A title &amp; more</h1>
    <p style="background: url(https://evil.example/a.png); color: red">Text <a href="https://example.org/">out</a>
    <a href="javascript:pwned=1" id="bad">no</a> <a href="#/gallery" id="app-link">app</a> <a href="#part">part</a></p>
    <img src="${photo}" alt="A photograph" width="48" srcset="${photo} 2x">
    <svg width="20" height="20" aria-label="A drawing"><circle r="5" cx="10" cy="10" onclick="pwned=1"></circle>
      <image href="${photo}" width="20" height="20"></image><script>globalThis.pwned = "svg"</script></svg>
    <canvas width="8" height="4" aria-label="A map"></canvas>
    <label>Range <input type="range" min="0" max="10" value="2"></label>
    <label><input type="radio" name="r" value="a" checked> a</label><label><input type="radio" name="r" value="b"> b</label>
    <input type="text" value="old"><textarea>old text</textarea><input type="file"><input type="submit">
    <select><option>one</option><option>two</option></select>
    <button type="button" class="row">bus <b>0.89</b></button><button type="button"></button><button aria-label="Delete">✕</button>
    <div class="choose-photo"><div class="row">Open a file</div><div class="photo"><input type="radio" name="p" checked> chosen</div>
      <div class="photo"><input type="radio" name="p"> another</div></div>
    <div data-save="skip"><button>SVG</button></div><div class="tools">tools</div>
    <details><summary>More</summary>Hidden until opened</details>
    <p style="display: none">not shown</p>
    <script type="text/plain">script text</script><iframe srcdoc="frame"></iframe><template>t</template>
    </section>`);
  const canvas = element.querySelector("canvas");
  const context = canvas?.getContext("2d");
  if (!canvas || !context) throw new Error("no canvas");
  context.fillStyle = "rgb(0, 128, 0)";
  context.fillRect(0, 0, 8, 4);
  const [range, , second, text] = element.querySelectorAll("input");
  if (range) range.value = "7";
  if (second) second.checked = true;
  if (text) text.value = "new";
  const [area, select] = [element.querySelector("textarea"), element.querySelector("select")];
  if (area) area.value = "new </textarea><script>pwned=1</script>";
  if (select) select.value = "two";

  const { name, blob } = await exportPage(element, { title: 'My <"page">' });
  expect(name).toBe("My -page.html");
  const { page, html, asked } = await opened(blob);

  expect(asked).toEqual([]);
  expect("pwned" in globalThis).toBe(false);
  expect(page.title).toBe('My <"page">');
  expect(
    page.querySelectorAll("script, iframe, template, canvas, button, [type=file], [type=submit]"),
  ).toHaveLength(0);
  expect(
    [...page.querySelectorAll("*")]
      .flatMap((one) => [...one.attributes])
      .filter((a) => /^on/i.test(a.name)),
  ).toEqual([]);
  expect(html).not.toMatch(/evil\.example|javascript:|srcset/);
  const shown = words(page.querySelector("main") ?? page.body);
  for (const part of [
    "A title & more",
    "Text out no app part",
    "bus 0.89",
    "More",
    "Hidden until opened",
  ])
    expect(shown).toContain(part);
  for (const part of ["not shown", "script text", "SVG", "tools", "✕", "Open a file", "another"])
    expect(shown).not.toContain(part);
  expect(page.body.textContent).toContain("Made with SE Lens");

  expect(page.images).toHaveLength(2);
  for (const image of page.images) {
    expect(image.naturalWidth).toBeGreaterThan(0);
    expect(image.src).toMatch(/^data:image\/(png|webp);base64,/);
  }
  expect(page.querySelector("svg image")?.getAttribute("href")).toMatch(/^data:image\/webp/);
  const map = page.querySelector<HTMLImageElement>("img[data-canvas]");
  expect([map?.alt, map?.width, map?.height]).toEqual(["A map", 8, 4]);
  expect(page.querySelector("#bad")?.hasAttribute("href")).toBe(false);
  expect(page.querySelector("#app-link")?.hasAttribute("href")).toBe(false);

  const inputs = [...page.querySelectorAll("input")];
  expect(
    inputs.map(({ type, value, checked, disabled }) => [type, value, checked, disabled]),
  ).toEqual([
    ["range", "7", false, true],
    ["radio", "a", false, true],
    ["radio", "b", true, true],
    ["text", "new", false, true],
    ["radio", "on", true, true],
  ]);
  expect(page.querySelector("textarea")?.value).toBe("new </textarea><script>pwned=1</script>");
  expect(page.querySelector("select")?.value).toBe("two");
  expect(page.querySelector("section")?.hasAttribute("data-state")).toBe(false);
});

test("styles go along, for canvases and buttons too, and follow light and dark", async () => {
  const style = document.createElement("style");
  style.textContent = `@import "/evil.css";
    .export-test canvas { width: 40px; border: 3px solid light-dark(rgb(1, 2, 3), rgb(4, 5, 6)); color-scheme: light; }
    .export-test button { padding: 7px; background: url(https://evil.example/b.png) rgb(9, 9, 9); }
    .export-test { --family: monospace; } /* a comment; font: var(--x) */
    .export-test i { font: 550 11px var(--family), serif; font-variant-numeric: tabular-nums; border: 2px solid var(--x, red); border-left: 0; }
    .export-test p::after { content: "</style><script>pwned=1</script>"; }
    @media (min-width: 1px) { .export-test p { color: rgb(10, 20, 30); } }
    @font-face { font-family: Evil; src: url(https://evil.example/f.woff2); }`;
  document.head.append(style);
  made.push(style);
  const element = await article(
    `<div class="export-test"><canvas width="8" height="4"></canvas><button>b</button><p>p</p><i>i</i></div>`,
  );
  const { page, html, asked } = await opened((await exportPage(element, { title: "A" })).blob);
  const styleOf = (selector: string): CSSStyleDeclaration | undefined => {
    const found = page.querySelector(selector);
    return found ? page.defaultView?.getComputedStyle(found) : undefined;
  };
  expect(asked).toEqual([]);
  expect(html).not.toMatch(/evil/);
  expect(styleOf("img")?.width).toBe("40px");
  expect(styleOf("img")?.borderTopColor).toBe("rgb(1, 2, 3)");
  expect(styleOf("[data-button]")?.paddingTop).toBe("7px");
  expect(styleOf("[data-button]")?.display).toBe("inline-block");
  expect(styleOf("p")?.color).toBe("rgb(10, 20, 30)");
  expect(styleOf("i")).toMatchObject({
    ...{ fontSize: "11px", fontWeight: "550", fontVariantNumeric: "tabular-nums" },
    ...{ borderTopWidth: "2px", borderLeftWidth: "0px" },
  });
  expect(page.scripts).toHaveLength(0);
  expect(html).toContain("light-dark(");
});

test("a policy in the page forbids everything that is not in it", async () => {
  const { html } = await opened((await exportPage(await article("a"), { title: "A" })).blob);
  expect(html).toContain(
    `content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"`,
  );
});

test("selectors are renamed where they name elements, and nowhere else", () => {
  expect(renameElements("canvas, .canvas > canvas:hover button.x")).toBe(
    "img:where([data-canvas]), .canvas > img:where([data-canvas]):hover span:where([data-button]).x",
  );
  expect(renameElements(":is(button, .a-button) #canvas canvas-like")).toBe(
    ":is(span:where([data-button]), .a-button) #canvas canvas-like",
  );
});

test("what asks for something is told from what does not", () => {
  expect(hasAddress("url(data:image/png;base64,x) url('#clip')")).toBe(false);
  for (const css of ["url(x)", "image-set('x' 1x)", "url(data:x) url( 'x')", "src('x')"])
    expect(hasAddress(css)).toBe(true);
});
