/** The one error that a person is shown, the same in the page, a cell and the command line. */

/** What a readable error says, each part a sentence fragment without a full stop. */
export interface ErrorParts {
  /** What was wrong with what: "model.18.fc.0.weight has the wrong shape". */
  what: string;
  /** What was expected: "[4, 64]". */
  expected?: string;
  /** What was found instead: "[8, 64]". */
  found?: string;
  /** What the person can do: "Export the parameters from the same configuration". */
  todo?: string;
  /** Line of the text, from 1, where the error is about one place of a text. */
  line?: number;
}

/** An error whose message is a clear sentence for a person and whose parts a page can lay out. */
export class ReadableError extends Error {
  override readonly name = "ReadableError";
  readonly parts: Readonly<ErrorParts>;

  constructor(parts: ErrorParts, options?: ErrorOptions) {
    super(sentence(parts), options);
    this.parts = parts;
  }
}

/** Returns any thrown value as a ReadableError; one that already is one is returned as it is. */
export function readable(thrown: unknown, what = "Something unexpected went wrong"): ReadableError {
  if (thrown instanceof ReadableError) return thrown;
  const found = thrown instanceof Error ? thrown.message : String(thrown);
  return new ReadableError({ what, found }, { cause: thrown });
}

function sentence({ what, expected, found, todo }: ErrorParts): string {
  const compared = [expected && `expected ${expected}`, found && `found ${found}`].filter(Boolean);
  const first = compared.length > 0 ? `${what}: ${compared.join(", ")}` : what;
  return todo ? `${first}. ${todo}.` : `${first}.`;
}
