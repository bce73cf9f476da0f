/** Buttons under every example of the help: copy it, or put it into the notebook. */

/** What the buttons do; without `insert` there is none for it. */
export interface CodeButtons {
  readonly copy: (code: string) => Promise<void>;
  readonly insert: ((code: string) => void) | undefined;
}

/** Puts a row of buttons behind each `<pre>` of an element. */
export function addCodeButtons(root: Element, { copy, insert }: CodeButtons): void {
  for (const pre of root.querySelectorAll("pre")) {
    const code = pre.textContent.trim();
    const row = document.createElement("div");
    row.className = "do";
    if (insert) {
      row.append(
        makeButton("Insert into the notebook", () => {
          insert(code);
        }),
      );
    }
    const copying = makeButton("Copy", () => {
      copy(code).then(
        () => (copying.textContent = "Copied"),
        () => (copying.textContent = "Could not copy"),
      );
    });
    row.append(copying);
    // What is wider than the panel is scrolled, with the keyboard too.
    pre.tabIndex = 0;
    pre.after(row);
  }
}

function makeButton(text: string, onclick: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", onclick);
  return button;
}
