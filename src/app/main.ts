/** Starts the app. */

import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import { mount } from "svelte";
import App from "./App.svelte";
import "./article.css";
import { keepToOneNotebook } from "./entry/enter.ts";
import { watchExits } from "./entry/exits.ts";
import { printInLight } from "./print.ts";
import { Session } from "./session.svelte.ts";
import "./theme.css";

watchExits();
keepToOneNotebook();
printInLight();
const target = document.getElementById("app");
if (!target) throw new Error("the page has no #app");
mount(App, { target, props: { session: new Session(new URLSearchParams(location.search)) } });

if (import.meta.env.PROD && "serviceWorker" in navigator)
  addEventListener("load", () => {
    void import("./offline/start.ts").then(({ startOffline }) => {
      startOffline();
    });
  });
