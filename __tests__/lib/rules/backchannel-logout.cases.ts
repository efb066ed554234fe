import { Token } from "cdktf";
import { backchannelLogout } from "../../../lib/rules/backchannel-logout";
import { describeRule } from "./describe-rule";

const short = (life: string) =>
  `provider.accessTokenValidity: found "${life}"; expected the length of a working session. To fix it, raise it, for example to "hours=10".`;

describeRule(backchannelLogout, {
  finds: {
    "access tokens that live for ten minutes only": [
      { provider: { backchannelLogout: true } },
      short("minutes=10"),
    ],
    "access tokens that live for a second less than an hour": [
      { provider: { backchannelLogout: true, accessTokenValidity: "seconds=3599" } },
      short("seconds=3599"),
    ],
    "a user name claim that no logout token has": [
      {
        provider: { backchannelLogout: true, accessTokenValidity: "hours=10" },
        login: { usernameClaim: "preferred_username" },
      },
      'login.usernameClaim: found "preferred_username"; expected sub. To fix it, leave usernameClaim out, or do without backchannelLogout: EspoCRM answers 403 to every logout token.',
    ],
  },
  passes: {
    "access tokens that live for an hour": {
      provider: { backchannelLogout: true, accessTokenValidity: "hours=1" },
    },
    "short access tokens without back-channel logout": {
      provider: { backchannelLogout: false, accessTokenValidity: "minutes=1" },
    },
    "values that Terraform will know": {
      provider: {
        backchannelLogout: true,
        accessTokenValidity: Token.asString({ resolve: () => "x" }),
      },
      login: { usernameClaim: Token.asString({ resolve: () => "x" }) },
    },
  },
});
