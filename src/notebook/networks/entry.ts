/** One network that can be chosen, as a list shows it. */

/** Where a network is: with the app, kept in the browser, or opened and gone with the page. */
export type NetworkPlace = "bundled" | "kept" | "opened";

/** One network that can be chosen. */
export interface NetworkEntry {
  /** "se-yolov5n" of the bundled one, else "network-" and the SHA-256 of its files. */
  readonly id: string;
  readonly name: string;
  readonly place: NetworkPlace;
  /** Size of its files in bytes; 0 of the bundled one. */
  readonly bytes: number;
  /** When it was kept, in milliseconds since 1970; undefined where it is not. */
  readonly created?: number;
  /** Whether it is the one that runs where none is named. */
  readonly current: boolean;
}

/** Identifier of the network that comes with the app. */
export const bundledId = "se-yolov5n";

/** What the network that comes with the app is called. */
export const bundledName = "SE-YOLOv5n";
