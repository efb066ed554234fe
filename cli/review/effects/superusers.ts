import type { Impact } from "../model";
import { after, before } from "../plan/change";
import { say, strong } from "../render/text";
import { inSentence } from "./authentik";
import type { Situation } from "./situation";

const SUPERUSER = "is_superuser";

/** Whoever is in a group comes to be a superuser of authentik, who is above all that decides logins. */
export const superuserImpact = ({ integration }: Situation): Impact[] =>
  integration.groups.flatMap((group) =>
    after(group, SUPERUSER) !== true || (group.change.before && before(group, SUPERUSER) === true)
      ? []
      : [
          {
            text: say`Everybody in ${inSentence(group) ?? say`the group`} ${strong`is a superuser of authentik`}, and can log in to EspoCRM as anybody whom authentik lets in.`,
            reason: say`everybody in ${inSentence(group) ?? say`the group`} is a superuser of authentik`,
            about: [`${group.type}.${SUPERUSER}`],
          },
        ],
  );
