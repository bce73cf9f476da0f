/** `configurations`: the configurations in notebooks/configs, by name. */

const files = import.meta.glob<string>("../../../notebooks/configs/*.yaml", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** A configuration that comes with the app. */
export interface BundledConfiguration {
  /** Its file's name without the ending: "yolov5n-appended". */
  readonly name: string;
  /** Its first comment: what it is. */
  readonly title: string;
  /** YAML. */
  readonly text: string;
}

/** All of them, in the order of their names. */
export const configurations: readonly BundledConfiguration[] = Object.entries(files).map(
  ([path, text]) => ({
    name: path.replace(/^.*\/|\.yaml$/g, ""),
    title: /^#\s*(.*)/.exec(text)?.[1] ?? "",
    text,
  }),
);
