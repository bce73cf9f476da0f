/** Which view the page's address names: "#/channel-weights" is a notebook, "#/" the gallery. */

class Route {
  /** The part of the address behind "#/", "" for the gallery. */
  name = $state(read());

  constructor() {
    addEventListener("hashchange", () => {
      this.name = read();
    });
  }
}

function read(): string {
  return /^#\/([\w-]*)/.exec(location.hash)?.[1] ?? "";
}

/** The page's route. */
export const route = new Route();
