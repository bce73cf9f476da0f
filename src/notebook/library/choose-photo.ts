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
 * one to begin with; a photograph that was chosen in another notebook of this page wins, unless the choice is
 * not `shared`, as that of a second photograph is not.
 */
export function choosePhoto({
  photo = "wall",
  shared = true,
}: { readonly photo?: string; readonly shared?: boolean } = {}): ValueElement<Photo | undefined> {
  const onchoose = (id: string): void => {
    if (shared) last = id;
  };
  const start = (shared ? last : undefined) ?? photo;
  return figureElement<Photo | undefined>(undefined, (target, bound) =>
    mount(ChoosePhoto, { target, props: withValue({ shelf, start, onchoose }, bound) }),
  );
}
