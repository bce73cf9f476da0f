/** What a network says of a photograph besides boxes: classes, a mask, or numbers that nobody explained. */

/** What a network with another kind of head gave. */
export type Answer =
  | {
      /** One probability a class. */
      readonly kind: "classes";
      /** In the order of the network's output; they add up to 1 where it is a softmax. */
      readonly probabilities: Float32Array;
      /** Whether a softmax was added here, since the output was no probabilities. */
      readonly softmaxAdded: boolean;
    }
  | {
      /** One map, or one a class. */
      readonly kind: "mask";
      readonly height: number;
      readonly width: number;
      readonly channels: number;
      /** [height, width, channels] row by row, as the network gave it, in its letterboxed input. */
      readonly values: Float32Array;
    }
  | {
      /** Outputs of a shape that is none of these. */
      readonly kind: "numbers";
      readonly outputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
    };
