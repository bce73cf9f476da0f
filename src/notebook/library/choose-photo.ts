/** `choosePhoto`: an input whose value is the chosen photograph. */

import { mount } from "svelte";
import type { Photo } from "../../trace/index.ts";
import { type ValueElement, figureElement, withValue } from "../figure-element.svelte.ts";
import ChoosePhoto from "../inputs/ChoosePhoto.svelte";
import { Shelf } from "../inputs/shelf.svelte.ts";

const shelf = new Shelf();
let last: string | undefined;

/**
 * Returns an element whose value is a Photo, undefined until the first is decoded. `photo` names the bundled
 * one to begin with; a photograph that was chosen in another notebook of this page wins.
 */
export function choosePhoto({ photo = "wall" }: { readonly photo?: string } = {}): ValueElement<
  Photo | undefined
> {
  const onchoose = (id: string): void => {
    last = id;
  };
  return figureElement<Photo | undefined>(undefined, (target, bound) =>
    mount(ChoosePhoto, {
      target,
      props: withValue({ shelf, start: last ?? photo, onchoose }, bound),
    }),
  );
}
