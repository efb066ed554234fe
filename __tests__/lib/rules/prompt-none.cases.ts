import { promptNone } from "../../../lib/rules/prompt-none";
import { describeRule } from "./describe-rule";

describeRule(promptNone, {
  finds: {
    "a prompt that shows no log-in page": [
      { login: { authorizationPrompt: "none" } },
      'login.authorizationPrompt: found "none"; expected a prompt that lets people sign in. To fix it, use select_account, which shows nothing to those who have a session.',
    ],
  },
  passes: {
    "other prompts": { login: { authorizationPrompt: "login" } },
    "no word of it": {},
  },
});
