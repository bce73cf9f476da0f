/** How far a long job is, as it is shown to a person. */

/** A step of loading or running. */
export interface Progress {
  /** What is being done, in words: "Downloading parameters". */
  readonly step: string;
  /** Share done in 0..1; undefined where it can't be known. */
  readonly share?: number;
}

/** Told of every step; must not throw. */
export type OnProgress = (progress: Progress) => void;
