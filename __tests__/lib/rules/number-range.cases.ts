import { Token } from "cdktf";
import { untyped } from "../company";
import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const message = (path: string, found: string, range: string) =>
  `${path}: found ${found}; expected a ${range}. To fix it, choose one in that range, or leave it out.`;

describeRule(FORM_RULES["number-range"], {
  finds: {
    "what is under the least": [
      {
        bindings: [{ group: "sales", order: -2_147_483_649, timeout: -1 }],
        login: { authorizationMaxAge: -1 },
        espocrm: { timeout: 0, retries: { attempts: -1, minimumWait: -0.5 } },
      },
      message("bindings[0].order", "-2147483649", "whole number from -2147483648 to 2147483647"),
      message("bindings[0].timeout", "-1", "whole number from 0 to 2147483647"),
      message("login.authorizationMaxAge", "-1", "whole number from 0 to 2147483647"),
      message("espocrm.timeout", "0", "whole number from 1 to 3600"),
      message("espocrm.retries.attempts", "-1", "whole number from 0 to 20"),
      message("espocrm.retries.minimumWait", "-0.5", "whole number from 1 to 3600"),
    ],
    "what is over the most": [
      {
        bindings: [{ group: "sales", order: 2_147_483_648 }],
        espocrm: { timeout: 3601, retries: { attempts: 21 } },
      },
      message("bindings[0].order", "2147483648", "whole number from -2147483648 to 2147483647"),
      message("espocrm.timeout", "3601", "whole number from 1 to 3600"),
      message("espocrm.retries.attempts", "21", "whole number from 0 to 20"),
    ],
    "a part of a whole, and what is no number": [
      {
        login: { authorizationMaxAge: NaN },
        espocrm: { timeout: 1.5, retries: { attempts: untyped("3") } },
      },
      message("login.authorizationMaxAge", "NaN", "whole number from 0 to 2147483647"),
      message("espocrm.timeout", "1.5", "whole number from 1 to 3600"),
      message("espocrm.retries.attempts", '"3"', "whole number from 0 to 20"),
    ],
    "a longest wait under the shortest": [
      { espocrm: { retries: { attempts: 1, minimumWait: 5, maximumWait: 4 } } },
      message("espocrm.retries.maximumWait", "4", "whole number from 5 to 3600"),
    ],
  },
  passes: {
    "the borders themselves": {
      bindings: [
        { group: "sales", order: -2_147_483_648, timeout: 0 },
        { group: "support", order: 2_147_483_647, timeout: 2_147_483_647 },
      ],
      login: { authorizationMaxAge: 0 },
      espocrm: { timeout: 3600, retries: { attempts: 20, minimumWait: 5, maximumWait: 5 } },
    },
    "a value that Terraform will know": {
      login: { authorizationMaxAge: Token.asNumber({ resolve: () => 1 }) },
    },
  },
});
