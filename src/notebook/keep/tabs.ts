/** Word between the tabs of one browser. */

/** What one tab tells the others. */
export type TabMessage =
  | { readonly kind: "written"; readonly id: string }
  | { readonly kind: "deleted"; readonly id: string }
  | { readonly kind: "photos" | "networks" };

/** A line to the other tabs. */
export interface Tabs {
  tell(message: TabMessage): void;
  close(): void;
}

/** Opens the line; where the browser has none, this tab hears nothing. */
export function openTabs(name: string, heard: (message: TabMessage) => void): Tabs {
  if (typeof BroadcastChannel === "undefined") {
    return {
      tell() {
        // Nobody can be told.
      },
      close() {
        // Nothing is open.
      },
    };
  }
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = readMessage(data);
    if (message) heard(message);
  };
  return {
    tell(message) {
      channel.postMessage(message);
    },
    close() {
      channel.close();
    },
  };
}

/** Another version of the app may be what speaks. */
function readMessage(data: unknown): TabMessage | undefined {
  if (typeof data !== "object" || data === null || !("kind" in data)) return undefined;
  if (data.kind === "photos" || data.kind === "networks") return { kind: data.kind };
  if (!("id" in data) || typeof data.id !== "string") return undefined;
  if (data.kind === "written" || data.kind === "deleted") return { kind: data.kind, id: data.id };
  return undefined;
}
