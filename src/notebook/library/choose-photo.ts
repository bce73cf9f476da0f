/** `choosePhoto`: an input whose value is the chosen photograph. */

import { mount } from "svelte";
import type { Photo } from "../../trace/index.ts";
import { type ValueElement, figureElement, withValue } from "../figure-element.svelte.ts";
import ChoosePhoto from "../inputs/ChoosePhoto.svelte";
import { PhotoChoice } from "../inputs/photo-choice.svelte.ts";
import { Shelf } from "../inputs/shelf.svelte.ts";
import { pageKeep } from "../keep/open-keep.ts";

const shelf = new Shelf(pageKeep);
let last: string | undefined;

/** An element whose value is a photograph. */
export type PhotoElement = ValueElement<Photo | undefined> & {
  /** Identifier of the chosen photograph on the shelf; setting it chooses, also before the shelf is open. */
  state: string;
};

/**
 * Returns an element whose value is a Photo, undefined until the first is decoded. `photo` names the bundled
 * one to begin with; a photograph that was chosen in another notebook of this page wins, unless the choice is
 * not `shared`, as that of a second photograph is not.
 */
export function choosePhoto({
  photo = "wall",
  shared = true,
}: { readonly photo?: string; readonly shared?: boolean } = {}): PhotoElement {
  const onchoose = (id: string): void => {
    if (shared) last = id;
  };
  const choice = new PhotoChoice((shared ? last : undefined) ?? photo);
  const element = figureElement<Photo | undefined>(undefined, (target, bound) =>
    mount(ChoosePhoto, {
      target,
      props: withValue({ shelf, choice, fallback: photo, onchoose }, bound),
    }),
  );
  return Object.defineProperty(element, "state", {
    get: () => choice.id,
    set: (id: unknown) => {
      if (typeof id === "string" && id !== "") choice.id = id;
    },
  }) as PhotoElement;
}
