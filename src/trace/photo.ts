/** A decoded photograph and how it was fitted into the network's input. */

/** An upright photograph as plain pixels. */
export interface Photo {
  /** File name or title, for captions and messages. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha in 0..255, row by row: length 4 · width · height. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Author, licence and source, where known. */
  readonly credit?: string;
}

/** How a photograph lies inside the square that the network reads, in pixels of that square. */
export interface Letterbox {
  /** Size of the network's input. */
  readonly width: number;
  readonly height: number;
  /** Input pixels for one photograph pixel. */
  readonly scale: number;
  /** Where the photograph's left and top edges lie. */
  readonly left: number;
  readonly top: number;
  /** Size of the photograph inside the input. */
  readonly innerWidth: number;
  readonly innerHeight: number;
}
