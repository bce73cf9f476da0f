/** The figures: interactive views of a trace. */

export type {
  FigureComponent,
  FigureDefinition,
  FigureExample,
  FigureOption,
  FigureProps,
  FigureState,
} from "./figure.ts";
export { figures } from "./list.ts";
