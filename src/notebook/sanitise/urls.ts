/** Which addresses of strangers may stand. */

/** Returns whether a picture's address asks nobody else: part of the text itself, or a file of the app. */
export function isHarmlessPicture(address: string): boolean {
  const text = address.trim();
  if (/^data:/i.test(text)) return /^data:image\/(?:png|jpeg|gif|webp|avif)[;,]/i.test(text);
  const url = resolved(text);
  return url !== undefined && url.origin === location.origin && url.protocol !== "blob:";
}

/** Returns whether a link only leads somewhere when it is clicked. */
export function isHarmlessReference(address: string): boolean {
  const url = resolved(address.trim());
  return url !== undefined && ["http:", "https:", "mailto:"].includes(url.protocol);
}

function resolved(address: string): URL | undefined {
  return URL.canParse(address, location.href) ? new URL(address, location.href) : undefined;
}
