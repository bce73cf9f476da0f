/** Choices that stand in the page's address. */

/** Writes a choice into the page's address, or takes it out where it is the default. */
export function writeAddress(name: string, value: string | undefined): void {
  const address = new URL(location.href);
  if (value === undefined) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  history.replaceState(history.state, "", address);
}
