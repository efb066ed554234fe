import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";

/** The system's Chromium. */
export const CHROMIUM = "/usr/bin/chromium";

/** Whether there is one. */
export const HAS_CHROMIUM = existsSync(CHROMIUM);

/** Keeps Chromium from asking anybody but the pages under test. */
export const ARGUMENTS: readonly string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const SCREENSHOTS = resolve(__dirname, "../../artifacts/screenshots");

/** Keeps what a page shows as `artifacts/screenshots/<name>.png`, outside of git. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}
