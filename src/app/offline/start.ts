/** Registers the service worker and shows what it has to tell. Loaded when the page has all it needs. */

import { mount } from "svelte";
import { registerSW } from "virtual:pwa-register";
import UpdateBar from "./UpdateBar.svelte";
import { Updates } from "./updates.svelte.ts";

/** A page that is left open asks for a newer version at most this often, in milliseconds. */
const pause = 60 * 60 * 1000;

/** Registers the service worker; called once. */
export function startOffline(): void {
  const updates = new Updates({
    takeOver: () => void takeOver(),
    reload: () => {
      location.reload();
    },
  });
  mount(UpdateBar, { target: document.body, props: { updates } });
  const takeOver = registerSW({
    immediate: true,
    onOfflineReady: () => {
      updates.offline();
    },
    onNeedRefresh: () => {
      updates.ready();
    },
    onNeedReload: () => void updates.changed(),
    onRegisteredSW: (_, registration) => {
      if (registration) askNowAndThen(registration);
    },
  });
}

function askNowAndThen(registration: ServiceWorkerRegistration): void {
  let last = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" || Date.now() - last < pause) return;
    last = Date.now();
    // Without a connection there is nothing newer.
    registration.update().catch(() => undefined);
  });
}
