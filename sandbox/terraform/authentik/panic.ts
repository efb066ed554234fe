/** The stand-in's word for a crash of the real provider. */
import { error, Refusal } from "../host/provider";

/**
 * Fails as Terraform does when the real provider crashes.
 *
 * @param reason - what Go says of it.
 */
export function panic(reason: string): never {
  throw new Refusal(
    error(
      "Plugin did not respond",
      `The sandbox's stand-in goes on, but the real provider would crash here: panic: ${reason}`,
    ),
  );
}
