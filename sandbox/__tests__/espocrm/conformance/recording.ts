import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ESPOCRM_RELEASES, type EspoCrmRelease } from "../../../espocrm";

const read = (name: string): string => readFileSync(join(__dirname, "fixtures", name), "utf8");

const settingsSchema = z.record(z.string(), z.unknown());

/** EspoCRM's settings, as its API answers them. */
export type Settings = z.infer<typeof settingsSchema>;

/** Who reads settings: an administrator sees most of them, whoever has not logged in a few. */
export type Viewer = "admin" | "public";

/** The settings that a fresh EspoCRM of this version answered. */
export const recordedSettings = (release: EspoCrmRelease, viewer: Viewer): Settings =>
  settingsSchema.parse(JSON.parse(read(`settings-${release}-${viewer}.json`)));

/** The address that the recorded server of each version had. */
export const SITE_URLS: Readonly<Record<EspoCrmRelease, string>> = {
  "9.3.9": "http://127.0.0.1:8090",
  "10.0.0": "http://127.0.0.1:8100",
};

/** What each server has of its own, and the version: the recorded 9.3.9 ran from source. */
const OF_ITS_OWN = ["appTimestamp", "cacheTimestamp", "microtime", "microtimeState", "version"];

/** Settings with the type alone of what each server has of its own. */
export const comparable = (settings: Settings): Settings =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      OF_ITS_OWN.includes(name) ? typeof value : value,
    ]),
  );

const lifeSchema = z.union([
  /** A request of Terraform's, what it was answered, and how long that was. */
  z.strictObject({
    step: z.string(),
    method: z.string(),
    url: z.string(),
    body: settingsSchema.optional(),
    status: z.number(),
    bytes: z.number(),
  }),
  /** What was changed by hand in between. */
  z.strictObject({ step: z.literal("by hand"), settings: settingsSchema }),
]);

/** A line of the recorded life of an integration. */
export type LifeEvent = z.infer<typeof lifeSchema>;

/**
 * An integration's life at a real EspoCRM 9.3.9, from the first plan to the destroy, by Terraform 1.11.4
 * with the real providers: what EspoCRM was asked, in order. No life at 10.0.0 was recorded.
 */
export const recordedLife = (): readonly LifeEvent[] =>
  read("lifecycle-9.3.9.jsonl")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => lifeSchema.parse(JSON.parse(line)));

/** The settings that were absent before that life, and are null after it: EspoCRM can't remove a key. */
export const NULL_AFTERWARDS = [
  ...["oidcAllowAdminUser", "oidcAuthorizationEndpoint", "oidcClientId", "oidcJwksEndpoint"],
  ...["oidcLogoutUrl", "oidcTokenEndpoint", "oidcUserInfoEndpoint"],
];

/** All versions that something was recorded of. */
export const RECORDED_RELEASES = ESPOCRM_RELEASES;
