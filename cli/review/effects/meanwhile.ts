import { isOn, isOidc } from "./espocrm-state";
import type { Impact } from "../model";
import { say } from "../render/text";
import type { Situation } from "./situation";

/**
 * What becomes of sessions and of administrators while logins change; EspoCRM's sessions outlive each
 * of these changes, its method of signing in among them (measured).
 * @param told whether it was said already whose password works
 */
export function meanwhile({ espocrm: { after: then } }: Situation, told: boolean): Impact {
  const passwords =
    !told && isOidc(then) && isOn(then.oidcFallback)
      ? say` Administrators can log in with their EspoCRM password all the time.`
      : say``;
  return { text: say`Who is signed in stays signed in until the session ends.${passwords}` };
}
