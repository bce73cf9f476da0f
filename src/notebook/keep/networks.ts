/** Keeps networks as the files that they were opened from. */

import type { KeptNetworks } from "./keep.ts";
import { readNetwork } from "./read-network.ts";
import { refused } from "./refused.ts";
import type { Store } from "./store.ts";

/** Returns the kept networks of a store. `changed` is called after each change. */
export function keptNetworks(store: Store, changed: () => void): KeptNetworks {
  return {
    async list() {
      const networks = (await store.readAll("networks")).flatMap((raw) => readNetwork(raw) ?? []);
      return networks.sort((a, b) => b.created - a.created);
    },
    async get(id) {
      return readNetwork(await store.read("networks", id));
    },
    async put(network) {
      try {
        await store.update("networks", network.id, () => network);
      } catch (error) {
        throw refused(error, `The network ${network.name}`);
      }
      changed();
    },
    async rename(id, name) {
      try {
        await store.update("networks", id, (raw) => {
          const network = readNetwork(raw);
          return network && { ...network, name };
        });
      } catch (error) {
        throw refused(error, `The name ${name}`);
      }
      changed();
    },
    async remove(id) {
      await store.delete("networks", id);
      changed();
    },
  };
}
