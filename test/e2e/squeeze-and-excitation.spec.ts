/** The notebook "Squeeze, excitation, recalibration": its stepper, and what stands around it. */

import { expect, type Locator, type Page } from "@playwright/test";
import { expectAccessible, expectNoSideways, figure, test } from "./page.ts";

const layers = [
  { key: "P3", channels: 64, hidden: 4 },
  { key: "P4", channels: 128, hidden: 8 },
  { key: "P5", channels: 256, hidden: 16 },
];

/** Opens the notebook on small maps and waits for its stepper. */
async function open(page: Page, parameters = ""): Promise<void> {
  await page.goto(`./?backend=wasm&size=320#/squeeze-and-excitation${parameters}`);
  await expect(stepper(page)).toBeVisible();
}

function stepper(page: Page): Locator {
  return figure(page, "Squeeze, excitation and recalibration at");
}

/** Returns one step; the open one has its name as an expanded button. */
function step(page: Page, number: number): Locator {
  return stepper(page).locator(`[data-step="${String(number)}"]`);
}

async function expectOpen(page: Page, number: number): Promise<void> {
  await expect(stepper(page).locator("button[aria-expanded='true']")).toHaveCount(1);
  await expect(step(page, number).locator("button[aria-expanded]")).toHaveAttribute(
    "aria-expanded",
    "true",
  );
}

async function number(place: Locator): Promise<number> {
  const text = (await place.textContent()) ?? "";
  return Number(text.replaceAll(",", "").replace("−", "-"));
}

async function numbers(places: Locator): Promise<number[]> {
  const texts = await places.allTextContents();
  return texts.map((text) => Number(text.replaceAll(",", "").replace("−", "-")));
}

for (const name of ["Wall of prints", "Motorcycle"]) {
  test(`all five steps on ${name}, three layers, and their numbers fit together`, async ({
    page,
  }) => {
    await open(page);
    if (name !== "Wall of prints") {
      await page.getByRole("radio", { name }).first().check({ force: true });
      await expect(stepper(page)).toContainText(`${name} · layer`);
    }
    for (const { key, channels, hidden } of layers) {
      await page.getByRole("radio", { name: key, exact: true }).first().check();
      const forward = stepper(page).getByRole("button", { name: "Forward" });
      await expect(stepper(page)).toContainText(
        `${String(channels)} channels, ${String(hidden)} hidden`,
      );
      await step(page, 1)
        .getByRole("button", { name: /^Squeeze|Squeeze/ })
        .first()
        .click();
      await stepper(page).getByLabel("Channel", { exact: true }).fill("12");
      await stepper(page).getByLabel("Hidden unit").fill("2");

      await expectOpen(page, 1);
      const z = await number(step(page, 1).locator("[data-number='z']"));
      const sum = await number(step(page, 1).locator("[data-number='map-sum']"));
      const count = await number(step(page, 1).locator("[data-number='map-count']"));
      expect(Math.abs(sum / count - z)).toBeLessThan(0.001);

      await forward.click();
      await expectOpen(page, 2);
      const terms = step(page, 2).getByRole("table");
      await expect(terms.locator("tbody tr")).toHaveCount(11);
      const values = await numbers(terms.locator("tbody td:nth-last-child(2)"));
      expect(values).toHaveLength(11);
      const unitSum = await number(terms.locator("[data-number='sum']"));
      expect(Math.abs(values.reduce((a, b) => a + b, 0) - unitSum)).toBeLessThan(0.01);
      const h = await number(terms.locator("[data-number='result']"));
      expect(h).toBe(Math.max(0, unitSum));
      await expect(
        step(page, 2).getByRole("group", { name: "Hidden units" }).getByRole("button"),
      ).toHaveCount(hidden);

      await forward.click();
      await expectOpen(page, 3);
      const logit = await number(step(page, 3).locator("[data-number='sum']"));
      const s = await number(step(page, 3).locator("[data-number='result']"));
      expect(Math.abs(1 / (1 + Math.exp(-logit)) - s)).toBeLessThan(0.0005);
      await expect(step(page, 3).locator(`[data-points="${String(channels)}"]`)).toBeVisible();

      await forward.click();
      await expectOpen(page, 4);
      expect(await number(step(page, 4).locator("[data-number='s']"))).toBe(s);
      const before = await number(step(page, 4).locator("[data-number='energy-before']"));
      const after = await number(step(page, 4).locator("[data-number='energy-after']"));
      expect(after).toBeLessThan(before);
      await expect(step(page, 4).getByRole("table")).toHaveCount(2);

      await forward.click();
      await expectOpen(page, 5);
      const table = step(page, 5).getByRole("table");
      await expect(table.getByRole("columnheader")).toHaveText([
        /found/,
        /as trained/,
        /usual weights/,
        /neutral/,
      ]);
      await expect(forward).toBeDisabled();
    }
  });
}

test("the step, the layer and the channel are part of the link", async ({ page }) => {
  await open(page, "?step=3&layer=P4&channel=77&unit=5");
  await expectOpen(page, 3);
  await expect(stepper(page)).toContainText("Channel 77, written out");
  await expect(page.getByRole("radio", { name: "P4", exact: true }).first()).toBeChecked();
  await step(page, 4).getByRole("button", { name: "Recalibration" }).click();
  await expect(page).toHaveURL(/\?(?=.*step=4)(?=.*layer=P4)(?=.*channel=77)/);
  await page.reload();
  await expectOpen(page, 4);
  await expect(step(page, 4)).toContainText("u, channel 77");
  await choosePhotograph(page, "Cat");
  await expect(step(page, 4)).toContainText("u, channel 77");
});

async function choosePhotograph(page: Page, name: string): Promise<void> {
  await page.getByRole("radio", { name }).first().check({ force: true });
  await expect(stepper(page)).toContainText(`${name} · layer`);
}

test("it plays, pauses and stops at the end", async ({ page }) => {
  await open(page, "?step=4");
  await stepper(page).getByRole("button", { name: "Play" }).click();
  await expectOpen(page, 5);
  await expect(stepper(page).getByRole("button", { name: "Play" })).toBeVisible();
  await stepper(page).getByRole("button", { name: "Play" }).click();
  await expectOpen(page, 1);
  await stepper(page).getByRole("button", { name: "Pause" }).click();
  await expect(stepper(page).getByText("step 1 of 5")).toBeVisible();
});

test("with the keyboard alone: steps, channel and hidden unit", async ({ page }) => {
  await open(page, "?step=1&layer=P3");
  await step(page, 1).locator("button[aria-expanded]").focus();
  await page.keyboard.press("ArrowRight");
  await expectOpen(page, 2);
  const chosen = step(page, 2).locator("button[aria-pressed='true']");
  await chosen.focus();
  const first = Number(await chosen.locator(".name").textContent());
  await page.keyboard.press(first === 0 ? "ArrowDown" : "ArrowUp");
  const next = first === 0 ? 1 : first - 1;
  await expect(step(page, 2)).toContainText(`Hidden unit ${String(next)}, written out`);
  await page.keyboard.press("End");
  await expectOpen(page, 5);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expectOpen(page, 3);
  await stepper(page).getByLabel("Channel", { exact: true }).focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("7");
  await page.keyboard.press("ArrowUp");
  await expect(step(page, 3)).toContainText("Channel 8, written out");
  await page.keyboard.press("Home");
  await expectOpen(page, 3);
});

test("pointing at a channel shows it, a click takes it along", async ({ page }) => {
  await open(page, "?step=3&layer=P5&channel=3");
  const strip = step(page, 3).getByRole("img", { name: /^Sums before the sigmoid/ });
  const box = (await strip.boundingBox()) ?? { width: 0, height: 0 };
  const position = { x: (200.5 / 256) * box.width, y: box.height / 2 };
  await strip.hover({ position });
  await expect(step(page, 3)).toContainText("Channel 200, written out");
  await page.mouse.move(0, 0);
  await expect(step(page, 3)).toContainText("Channel 3, written out");
  await strip.click({ position });
  await page.mouse.move(0, 0);
  await step(page, 4).locator("button[aria-expanded]").click();
  await expect(step(page, 4)).toContainText("u, channel 200");
});

test("what the reader builds is checked against the network's own numbers", async ({ page }) => {
  await open(page);
  const check = page.locator("#check");
  await expect(check.locator("tr")).toHaveText([/✗parts most/, /✗parts most/, /✗parts most/]);
  const write = async (label: string, code: string): Promise<void> => {
    const form = page.locator("form").filter({ has: page.getByLabel(label) });
    await form.getByRole("textbox").fill(code);
    await form.getByRole("button", { name: "Run" }).click();
  };
  await write("squeeze(maps)", "return maps.map((map) => d3.mean(map));");
  await write(
    "excite(z, first, second)",
    `const times = (m, v) => d3.range(m.length / v.length).map((row) => d3.sum(v, (x, i) => x * m[row * v.length + i]));
     return times(second, times(first, z).map((x) => Math.max(0, x))).map((x) => 1 / (1 + Math.exp(-x)));`,
  );
  await write("recalibrate(maps, s)", "return maps.map((map, c) => map.map((u) => s[c] * u));");
  await expect(check.locator("tr")).toHaveText([/✓ right/, /✓ right/, /✓ right/]);
  await write("squeeze(maps)", "return maps.mop(1);");
  await expect(check.locator("tr").first()).toContainText("throws");
});

test("a part is swapped, and all eight combinations run", async ({ page }) => {
  await open(page);
  const compared = figure(page, "What each version finds in Wall of prints");
  await expect(compared.locator("td[data-change='same']").first()).toBeVisible();
  await page.getByRole("radio", { name: "maximum" }).check();
  await page.getByRole("radio", { name: "ReLU", exact: true }).check();
  await expect(compared.locator("td[data-change]:not([data-change='same'])").first()).toBeVisible();
  await page.getByRole("button", { name: "Run all eight" }).click();
  await expect(page.locator("#combinations tbody tr")).toHaveCount(8);
  await expect(page.locator("#combinations tbody tr").first()).toContainText("ononon");
});

test("a prediction is answered by a run", async ({ page }) => {
  await open(page);
  await page.getByRole("radio", { name: "none", exact: true }).check();
  await expect(page.getByText(/(As|Not as) you said:.*Boxes by head/)).toBeVisible();
  await page.getByRole("radio", { name: "P3, P4, P5" }).check();
  await expect(page.getByText("As you said: P3, P4, P5.")).toBeVisible();
});

test("folding is exact for one photograph and not for another; SE's cost is measured", async ({
  page,
}) => {
  await open(page);
  const rows = page.locator("#folding tbody tr");
  await expect(rows).toHaveCount(2);
  expect(await number(rows.nth(0).locator("td"))).toBeLessThan(1e-4);
  expect(await number(rows.nth(1).locator("td"))).toBeGreaterThan(1e-3);
  await expect(page.locator("#ratios tbody tr")).toHaveCount(6);
  await expect(page.locator("#ratios tbody tr").nth(3)).toContainText("10,752");
  await page.getByRole("button", { name: "Measure the time" }).click();
  await expect(page.locator("#times tbody tr")).toHaveCount(3);
});

for (const [width, scheme] of [
  [1440, "light"],
  [390, "dark"],
] as const) {
  test(`nothing is cut off and axe finds nothing at ${String(width)} pixels, ${scheme}`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await open(page);
    await expect(page.locator("#folding tbody tr")).toHaveCount(2);
    for (const one of [1, 2, 3, 4, 5]) {
      await step(page, one).locator("button[aria-expanded]").click();
      await expectOpen(page, one);
      await expect(step(page, one).getByText("Fetching the feature maps")).toHaveCount(0);
      await expectNoSideways(page);
    }
    await expectAccessible(page);
  });
}
