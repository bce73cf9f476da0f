/** The figures: interactive views of a trace. */

export type {
  FigureComponent,
  FigureDefinition,
  FigureExample,
  FigureOption,
  FigureProps,
  FigureState,
} from "./figure.ts";
export { type LoadFigure, figures, loadFigures } from "./list.ts";
