/** The page's style sheets as one text that asks for nothing: no imports, no addresses, small fonts inside. */

import { toBase64 } from "./base64.ts";
import { hasAddress, renamed } from "./export-copy.ts";

/** The largest font that goes along, in bytes: Latin letters and formulas do, so that labels fit where they stand. */
const largestFont = 60_000;

/** Resolves with the styles of a document as they are now. */
export async function stylesOf(page: Document): Promise<string> {
  const sheets = [...page.styleSheets, ...page.adoptedStyleSheets];
  const rules = await Promise.all(sheets.filter(({ disabled }) => !disabled).map(rulesOf));
  const texts = await Promise.all(rules.flat().map((rule) => textOf(rule, page)));
  return texts.filter((text) => text !== "").join("\n");
}

async function rulesOf(sheet: CSSStyleSheet): Promise<readonly CSSRule[]> {
  try {
    const rules = [...sheet.cssRules];
    const media = sheet.media.mediaText;
    if (media && media !== "all" && !matchMedia(media).matches) return [];
    const source = await sourceOf(sheet);
    if (source.trim() === "") return rules;
    const again = new CSSStyleSheet();
    again.replaceSync(withoutShorthands(source));
    const isFont = (rule: CSSRule): boolean => rule instanceof CSSFontFaceRule;
    // A font's address counts from its own sheet.
    return [...rules.filter(isFont), ...[...again.cssRules].filter((rule) => !isFont(rule))];
  } catch {
    // A sheet of another server, which the page may use and not read.
    return [];
  }
}

async function sourceOf({ ownerNode, href }: CSSStyleSheet): Promise<string> {
  if (ownerNode instanceof HTMLStyleElement) return ownerNode.textContent;
  return href === null ? "" : await (await fetch(href)).text();
}

/** What stands before a property that was renamed. */
const aside = "--kept-";

/**
 * Returns a sheet in which shorthands with variables have names of their own: of "font: 11px var(--x)" followed by
 * one more property of the font, browsers tell neither the size nor the family when they are asked for the rule.
 */
function withoutShorthands(css: string): string {
  const plain = css.replace(/\/\*[^]*?\*\//g, "");
  const shorthand =
    /([{;]\s*)((?:font|background|border|margin|padding|inset|flex|grid|gap|outline|transition|animation|mask|columns|overflow|place|text-decoration|list-style)(?:-[a-z]+)*\s*:[^;{}]*var\()/g;
  return plain.replace(shorthand, `$1${aside}$2`);
}

async function textOf(rule: CSSRule, page: Document): Promise<string> {
  if (rule instanceof CSSImportRule) return "";
  if (rule instanceof CSSFontFaceRule) return await fontText(rule, page);
  if (rule instanceof CSSStyleRule) return styleText(rule);
  if (rule instanceof CSSGroupingRule) {
    const inside = await Promise.all([...rule.cssRules].map((one) => textOf(one, page)));
    const head = rule.cssText.slice(0, rule.cssText.indexOf("{"));
    const text = inside.filter((one) => one !== "").join("\n");
    return text === "" ? "" : `${head}{\n${text}\n}`;
  }
  return hasAddress(rule.cssText) ? "" : rule.cssText;
}

function styleText(rule: CSSStyleRule): string {
  const kept = [...rule.style].filter((name) => !hasAddress(rule.style.getPropertyValue(name)));
  // Written as it is where nothing must go: shorthands with variables can't be read one by one.
  const own = /\{([^{}]*)\}$/.exec(rule.cssText)?.[1];
  const nested = rule.cssRules.length > 0;
  const whole = own !== undefined && !nested && !hasAddress(own);
  const declarations = whole
    ? own.trim()
    : kept
        .map((name) => {
          const important = rule.style.getPropertyPriority(name) ? " !important" : "";
          return `${name}: ${rule.style.getPropertyValue(name)}${important};`;
        })
        .join(" ");
  const inside = nested
    ? [...rule.cssRules].flatMap((one) => (one instanceof CSSStyleRule ? [styleText(one)] : []))
    : [];
  if (declarations === "" && inside.length === 0) return "";
  const all = [declarations, ...inside].join("\n").replaceAll(aside, "");
  return `${renameElements(rule.selectorText)} { ${all} }`;
}

/** Returns a selector that finds what the copy has in place of canvases and buttons. */
export function renameElements(selector: string): string {
  return selector.replace(
    /(^|[\s>+~(,])(canvas|video|button)(?![\w-])/gi,
    (whole, before: string, name: string) => before + (renamed.get(name.toLowerCase()) ?? whole),
  );
}

/** A font that is used and small, with its file inside. */
async function fontText({ style }: CSSFontFaceRule, page: Document): Promise<string> {
  const value = (name: string): string => style.getPropertyValue(name);
  const family = value("font-family");
  const used = [...page.fonts].some(
    (font) =>
      font.status === "loaded" &&
      sameFamily(font.family, family) &&
      font.weight === (value("font-weight") || "normal") &&
      font.style === (value("font-style") || "normal") &&
      sameRange(font.unicodeRange, value("unicode-range")),
  );
  const address = /url\(\s*["']?([^"')]+\.woff2[^"')]*)/.exec(value("src"))?.[1];
  if (!used || address === undefined) return "";
  try {
    const response = await fetch(new URL(address, baseOf(style, page)));
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (!response.ok || bytes.length > largestFont) return "";
    const others = ["font-weight", "font-style", "unicode-range"]
      .filter((name) => value(name) !== "")
      .map((name) => `${name}: ${value(name)};`);
    const source = `url("data:font/woff2;base64,${toBase64(bytes)}") format("woff2")`;
    return `@font-face { font-family: ${family}; ${others.join(" ")} src: ${source}; }`;
  } catch {
    return "";
  }
}

function sameFamily(a: string, b: string): boolean {
  return a.replace(/["']/g, "") === b.replace(/["']/g, "");
}

function sameRange(a: string, b: string): boolean {
  const plain = (range: string): string => (range || "U+0-10FFFF").toUpperCase().replace(/\s/g, "");
  return plain(a) === plain(b);
}

function baseOf({ parentRule }: CSSStyleDeclaration, page: Document): string {
  return parentRule?.parentStyleSheet?.href ?? page.baseURI;
}
