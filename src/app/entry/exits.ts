/** Watches the ways out that a Content-Security-Policy leaves open: leaving the page for a foreign address. */

/** Whether the notebook that runs was written by somebody else, so that its links are asked about. */
let stranger = false;

/** Says whose code runs now; links to foreign addresses are asked about where it is a stranger's. */
export function strangersCode(runs: boolean): void {
  stranger = runs;
}

// Taken before any notebook runs, whose code could put its own in their place.
const { apply, getOwnPropertyDescriptor } = Reflect;
const { preventDefault, composedPath } = Event.prototype;
const { closest, getAttribute } = Element.prototype;
const ask = window.confirm.bind(window);
const open = window.open.bind(window);
const Address = URL;
const originOf = getter(URL.prototype, "origin");
const protocolOf = getter(URL.prototype, "protocol");
const home = location.origin;

/**
 * Cancels what leaves the page for a foreign address and was not begun by the person's own click; a click is
 * asked about where a stranger's code runs, with the whole address. Called once, before any notebook runs.
 * WebRTC is taken out. Where the browser has no Navigation API, only links and new windows are watched.
 */
export function watchExits(): void {
  watchNavigation();
  for (const type of ["click", "auxclick"])
    window.addEventListener(type, (event) => checkClick(event), { capture: true });
  // The app opens no windows; a notebook that does asks the person.
  fix("open", (address?: string | URL, ...rest: [string?, string?]) =>
    mayLeave(String(address ?? ""), true) ? open(address, ...rest) : null,
  );
  // No policy that browsers know keeps WebRTC from reaching other machines.
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) fix(name, undefined);
}

function fix(name: string, value: unknown): void {
  Object.defineProperty(window, name, { value, writable: false, configurable: false });
}

function watchNavigation(): void {
  const { navigation, NavigateEvent, NavigationDestination } = window as Partial<NavigationWindow>;
  const destination = getter(NavigateEvent?.prototype, "destination");
  const address = getter(NavigationDestination?.prototype, "url");
  const byPerson = getter(NavigateEvent?.prototype, "userInitiated");
  if (!navigation || !destination || !address || !byPerson) return;
  navigation.addEventListener("navigate", (event) => {
    const to = apply(address, apply(destination, event, []), []) as string;
    if (isForeign(to) && !(apply(byPerson, event, []) as boolean)) apply(preventDefault, event, []);
  });
}

/** The parts of the Navigation API that are used here; not every browser has it. */
interface NavigationWindow {
  readonly navigation: EventTarget;
  readonly NavigateEvent: { readonly prototype: object };
  readonly NavigationDestination: { readonly prototype: object };
}

function getter(of: object | undefined, name: string): (() => unknown) | undefined {
  return of && getOwnPropertyDescriptor(of, name)?.get;
}

function checkClick(event: Event): void {
  const target = (apply(composedPath, event, []) as EventTarget[])[0];
  if (!(target instanceof Element)) return;
  const link = apply(closest, target, ["a, area"]) as Element | null;
  const address = link && addressOf(link);
  if (!address) return;
  const may = event.isTrusted ? mayLeave(address, stranger) : !isForeign(address);
  if (!may) apply(preventDefault, event, []);
}

/** The link's address as written; a link inside an SVG may have it under an older name. */
function addressOf(link: Element): string | null {
  const attribute = (name: string): string | null =>
    apply(getAttribute, link, [name]) as string | null;
  return attribute("href") ?? attribute("xlink:href");
}

function mayLeave(address: string, asked: boolean): boolean {
  if (!asked || !isForeign(address)) return true;
  return ask(`This notebook's link leads out of SE Lens, to\n\n${address}\n\nOpen it?`);
}

/** Whether an address is on another server, or is for another program, as a mail's is. */
function isForeign(address: string): boolean {
  try {
    const url = new Address(address, home);
    if (!originOf || !protocolOf) return false;
    const protocol = apply(protocolOf, url, []);
    // These can't leave: what they hold has the page's own policy, or is not allowed at all.
    if (protocol === "data:" || protocol === "about:" || protocol === "javascript:") return false;
    return apply(originOf, url, []) !== home;
  } catch {
    return false;
  }
}
