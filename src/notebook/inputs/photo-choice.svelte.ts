/** Which photograph an input stands on, by its identifier, also before the shelf is open. */

/** The identifier that was asked for last; the chooser follows it. */
export class PhotoChoice {
  /** Of the photograph that is chosen, or is to be. */
  id = $state("");

  constructor(id: string) {
    this.id = id;
  }
}
