/** Which view the page's address names, as it changes. */

import { type Place, isSamePlace, placeIn } from "./place.ts";

class Route {
  /** The same object as long as only the state behind "?" changes. */
  place = $state.raw<Place>(placeIn(location.hash));

  constructor() {
    addEventListener("hashchange", () => {
      this.read();
    });
  }

  /** Goes somewhere; Back returns from there. */
  go(hash: string): void {
    location.hash = hash;
  }

  /** Changes the address of where the page is; Back goes past it. */
  replace(hash: string): void {
    history.replaceState(history.state, "", hash);
    this.read();
  }

  private read(): void {
    const next = placeIn(location.hash);
    if (!isSamePlace(next, this.place)) this.place = next;
  }
}

/** The page's route. */
export const route = new Route();
