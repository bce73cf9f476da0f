/** Prints in light colours and in the paper's width; canvases are painted anew for it. */

import "./print.css";

const page = document.documentElement;

/** How long figures are given to draw themselves in another width, in milliseconds. */
const redrawn = 400;

/** Has the page light while it is printed, however that was asked for; called once. */
export function printInLight(): void {
  let before: string | undefined;
  addEventListener("beforeprint", () => {
    before = page.dataset.theme;
    page.dataset.theme = "light";
  });
  addEventListener("afterprint", () => {
    if (before === undefined) delete page.dataset.theme;
    else page.dataset.theme = before;
  });
}

/** Prints what is open, its figures drawn for the paper; resolves when the browser's own dialog is closed. */
export async function printPage(): Promise<void> {
  page.classList.add("on-paper");
  try {
    await new Promise((resolve) => setTimeout(resolve, redrawn));
    print();
  } finally {
    page.classList.remove("on-paper");
  }
}
