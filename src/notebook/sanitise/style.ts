/** Which style attributes of strangers may stand. */

/** Properties that only change how a text looks where it is. */
const harmless =
  /^(?:color|background-color|opacity|text-(?:align|decoration|indent|transform)|font(?:-size|-style|-weight|-family|-variant)?|line-height|letter-spacing|white-space|vertical-align|width|height|max-width|max-height|min-width|(?:margin|padding)(?:-(?:top|right|bottom|left))?|border(?:-.*)?|display|gap|flex(?:-.*)?|justify-content|align-items|list-style-type|float|fill|stroke(?:-.*)?)$/;

/** Longest style that is read, in characters. */
const longest = 2000;

/** Returns a style attribute with what is harmless in it: nothing that loads, covers or moves away. */
export function plainStyle(style: string): string | undefined {
  if (style.length > longest) return undefined;
  const declarations = style.split(";").filter((declaration) => {
    const [name = "", ...rest] = declaration.split(":");
    return harmless.test(name.trim().toLowerCase()) && isPlain(rest.join(":"));
  });
  const text = declarations.map((one) => one.trim()).join("; ");
  return text === "" ? undefined : text;
}

/** A backslash hides letters, a bracket calls a function: of these only colours and numbers are let through. */
function isPlain(value: string): boolean {
  if (/[\\<>@{}]|\/\*/.test(value) || /-\s*\d/.test(value)) return false;
  return [...value.matchAll(/([\w-]*)\s*\(/g)].every(([, name = ""]) =>
    /^(?:rgba?|hsla?|oklch|oklab|lch|lab|calc|min|max|clamp)$/i.test(name),
  );
}
