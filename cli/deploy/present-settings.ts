import { z } from "zod";
import type { PresentSettings } from "../review/index";
import type { Work } from "../run/work";
import { espocrmsOf } from "../servers/espocrm/synthesized";
import { answerJson } from "../servers/http/answer";
import type { Stack } from "../stacks/stack";

const settingsSchema = z.record(z.string(), z.unknown());

/**
 * The settings of a stack's EspoCRMs, as they are now. What could not be looked at is left out: the review
 * says so, and it is no reason to throw a plan away.
 * @param session whether a session may be opened for it, as for Terraform's auth token
 */
export async function presentSettings(
  stack: Stack,
  session: boolean,
  { administrators, environment }: Work,
): Promise<PresentSettings> {
  if (!session) return new Map();
  const read = espocrmsOf(stack, environment).map(async (espocrm) => {
    if (espocrm.kind !== "reachable") return [];
    try {
      const administrator = await administrators.of(espocrm.access);
      const settings = answerJson(await administrator.get("Settings"), settingsSchema);
      return [[espocrm.access.uri, settings] as const];
    } catch {
      return [];
    }
  });
  return new Map((await Promise.all(read)).flat());
}
