/** One's own network: dropped, looked at, compared, kept, removed; and a file that is none. */

import { readFileSync } from "node:fs";
import { type Page, expect } from "@playwright/test";
import { expectAccessible, expectNoSideways, figure, test } from "./page.ts";

const folder = "test/files/checkpoints";
const name = "yolov5-v6.1-training";

/** Drops files on the page, as a person does. */
async function drop(page: Page, ...files: readonly [name: string, bytes: Buffer][]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (given) => {
      const data = new DataTransfer();
      for (const [called, base64] of given) {
        const raw = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([raw], called));
      }
      return data;
    },
    files.map(([file, bytes]) => [file, bytes.toString("base64")] as const),
  );
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

async function open(page: Page): Promise<void> {
  await page.goto("./?backend=wasm&size=320#/your-network");
  await expect(page.getByRole("heading", { name: /7 detections in/ }).first()).toBeVisible();
  await drop(page, ["best.pt", readFileSync(`${folder}/${name}.pt`)]);
  await expect(page.locator("#network")).toContainText("cat, dog, bird");
}

const menu = (page: Page) => page.getByRole("button", { name: /^Network / });

test("a dropped checkpoint shows its classes, detections and channel weights, beside the bundled network", async ({
  page,
}) => {
  await open(page);
  await expect(menu(page)).toHaveText("best");
  await expect(page.locator("#network")).toContainText("saved after epoch 12");
  const found = figure(page, "detections in").first();
  await expect(found).toContainText("best ·");
  await found.getByRole("slider", { name: /Confidence/ }).fill("0.05");
  await expect(found.getByRole("button", { name: /^(cat|dog|bird)/ }).first()).toBeVisible();
  await expect(figure(page, "What SE raised and lowered at P5")).toContainText("64 channels");
  const both = page.locator("#side-by-side");
  await expect(both).toContainText("best ·");
  await expect(both).toContainText("se-yolov5n ·");
  await expect(both.getByRole("heading", { name: /7 detections/ })).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expectAccessible(page);
});

test("what was recognised is told with its reasons, wide and narrow, light and dark", async ({
  page,
}) => {
  await open(page);
  await page.getByRole("link", { name: "What was recognised" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "best" })).toBeVisible();
  const main = page.getByRole("main");
  await expect(main).toContainText("100 % of the trained numbers in the file accounted for");
  await expect(main).toContainText("SEAttention holds 64 channels to 16 hidden units and back");
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await expectAccessible(page);
      await expectNoSideways(page);
    }
  }
});

test("it is kept where the person says so, renamed, there after a reload, and removed with undo", async ({
  page,
}) => {
  await open(page);
  await page.getByRole("button", { name: "Keep", exact: true }).first().click();
  await expect(page.getByText("best is kept in this browser.")).toBeVisible();
  await expect(page).toHaveURL(/[?&]model=network-/);
  await page.reload();
  await expect(page.locator("#network")).toContainText("cat, dog, bird");
  // The address may also say nothing: the one that was used last comes back.
  await page.goto("./?backend=wasm&size=320#/network");
  await expect(page.getByRole("heading", { level: 1, name: "best" })).toBeVisible();
  await page.getByRole("button", { name: "Rename best" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Cats and dogs");
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await expect(menu(page)).toHaveText("Cats and dogs");
  await page.getByRole("button", { name: "Remove Cats and dogs" }).click();
  await expect(menu(page)).toHaveText("SE-YOLOv5n");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(menu(page)).toHaveText("Cats and dogs");
  await page.getByRole("button", { name: "Remove Cats and dogs" }).click();
  await expect(menu(page)).toHaveText("SE-YOLOv5n");
  await page.reload();
  await expect(menu(page)).toHaveText("SE-YOLOv5n");
  await expect(page.getByRole("button", { name: /^Remove/ })).toHaveCount(0);
});

test("only this time means that nothing is kept", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Only this time" }).click();
  await page.reload();
  await expect(menu(page)).toHaveText("SE-YOLOv5n");
});

test("a hostile file is refused with its sentence, and the network before runs on", async ({
  page,
}) => {
  await page.goto("./?backend=wasm&size=320#/channel-weights");
  await expect(page.getByRole("heading", { name: /7 detections in/ })).toBeVisible();
  const whole = readFileSync(`${folder}/${name}.pt`);
  await drop(page, ["cut.pt", whole.subarray(0, 5000)]);
  await expect(page.getByRole("alert")).toContainText("cut.pt can't be read");
  await expect(page.getByText("SE-YOLOv5n stays the network that runs.")).toBeVisible();
  await expect(page.getByRole("heading", { name: /7 detections in/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("alert").getByRole("button", { name: "Close" }).click();
  await drop(page, ["alone.safetensors", Buffer.from("no parameters")]);
  await expect(page.getByRole("alert")).toContainText("alone.safetensors can't be loaded alone");
  // A photograph that is dropped is one still.
  await drop(page, ["coffee.jpg", readFileSync("public/photos/coffee.jpg")]);
  await expect(page.getByRole("heading", { name: /in coffee\.jpg$/ })).toBeVisible();
});

test("a network without SE runs in every notebook, and says so", async ({ page }) => {
  await page.goto("./?backend=wasm&size=320#/channel-weights");
  await page.getByLabel("Network files").setInputFiles(`${folder}/yolov5-v7.0.pt`);
  await expect(page.getByText("yolov5-v7.0 has no SE layer. It runs")).toBeVisible();
  await expect(page.getByRole("alert").first()).toContainText("This network has no SE layer");
  await page.evaluate(() => (location.hash = "#/squeeze-and-excitation"));
  await expect(page.getByText("nothing to step through").first()).toBeVisible();
});

test("a graph model of TensorFlow.js shows what it takes the photograph for, and its SE layers", async ({
  page,
}) => {
  await page.goto("./?backend=wasm&size=320#/your-network");
  await expect(page.getByRole("heading", { name: /7 detections in/ }).first()).toBeVisible();
  const graph = ["model.json", "group1-shard1of1.bin"] as const;
  await drop(
    page,
    ...graph.map(
      (file) => [file, readFileSync(`test/files/graphs/mobile/${file}`)] as [string, Buffer],
    ),
  );
  await expect(page.locator("#network")).toContainText("SE layers");
  await expect(page.getByText("this network gives no boxes").first()).toBeVisible();
  await expect(figure(page, "What SE raised and lowered").first()).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
});
