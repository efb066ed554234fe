import type { PropertiesOf } from "./form";
import { z } from "zod";
import { DEFAULT_SCOPES } from "../authentik/scopes";
import type { LoginProps, TeamMapping } from "../espocrm/props";
import { isUnresolved } from "../terraform/unresolved";
import { type Complete, propsOf } from "./attribute";
import {
  authentiksOwn,
  type EffectOf,
  harmless,
  isAt,
  isOn,
  lookTwice,
  refused,
  switched,
} from "./effect";
import {
  anyText,
  choice,
  flag,
  type Form,
  type FormFinding,
  listOf,
  shown,
  text,
  whole,
} from "./form";
import { logoutUrl, scopes, timeSpan } from "./forms";
import { objectOf } from "./property";
import type { Setting, SettingValue } from "./setting";

const UNDO = "take the change back in the configuration, and plan again";
const DERIVED = "let it follow from authentik.url and application.slug";

/** What is left alone unless it is given. */
const notManaged = (espocrm: string) => `not managed; EspoCRM: ${espocrm}`;

/** What every login needs. */
const needed =
  (says: string): EffectOf =>
  ({ after }) =>
    after === null || after === undefined || after === ""
      ? refused(
          "lock-out",
          "it is empty while the method is OIDC: nobody can sign in through authentik",
        )
      : lookTwice(says);

/** The rule signature-algorithm asks more of them: RS256 must be among them. */
const algorithms: Form = {
  item: anyText,
  schema: z.array(z.enum(["RS256", "RS384", "RS512", "HS256", "HS384", "HS512"])),
  checks: [],
};

const TEAM = {
  id: { says: "id of the team in EspoCRM", form: anyText, required: true },
  name: {
    says: "name of the team, shown on EspoCRM's page of settings",
    form: anyText,
    otherwise: "the id",
  },
  group: {
    says: "value of the group claim that gives the team",
    form: anyText,
    otherwise: "every OIDC user gets it",
  },
} as const satisfies PropertiesOf<TeamMapping>;

/** Of each team that is listed: an id, once, and a group that is not empty. */
function teamFindings(teams: unknown): FormFinding[] {
  if (!Array.isArray(teams) || isUnresolved(teams)) return [];
  const list = teams as readonly TeamMapping[];
  return list.flatMap(({ group, id }, index): FormFinding[] => {
    const earlier = list.findIndex((team) => team.id === id);
    if (!isUnresolved(id) && id.trim() === "")
      return [
        {
          path: [index, "id"],
          found: shown(id),
          expected: "the id of a team",
          mend: "give the team's id",
        },
      ];
    if (earlier !== index)
      return [
        {
          path: [index, "id"],
          found: `the team ${shown(id)}, as in login.teams[${earlier}]`,
          expected: "each team once",
          mend: "take one of the two out",
        },
      ];
    if (group === undefined || isUnresolved(group) || group.trim() !== "") return [];
    return [
      {
        path: [index, "group"],
        found: shown(group),
        expected: "a value of the group claim",
        mend: "name a group, or leave group out to give the team to every OIDC user",
      },
    ];
  });
}

const teamList = listOf(objectOf(TEAM));
const teams = {
  ...teamList,
  checks: [...teamList.checks, { rule: "team-form" as const, find: teamFindings }],
};

/** The values of the teams' three settings; `undefined` where no team is declared. */
const ofTeams =
  (value: (teams: readonly TeamMapping[]) => SettingValue | undefined): Setting["value"] =>
  ({ login }) =>
    login.teams === undefined ? undefined : value(login.teams);

const otherTeams: EffectOf = lookTwice("people get other teams");

/**
 * Every setting of EspoCRM that this project may manage, in the order of EspoCRM's own page. The client
 * secret is not among them: it is written apart, and can't be read.
 */
export const SETTINGS = {
  authenticationMethod: {
    props: {},
    value: () => "Oidc",
    always: true,
    fresh: "Espo",
    label: "Authentication Method",
    effect: ({ after }) => {
      if (after === "Oidc") return lookTwice("people sign in through authentik");
      if (after === "Espo") return lookTwice("people log in with EspoCRM's own passwords");
      if (after === "LDAP") return lookTwice("people log in through LDAP");
      return refused(
        "lock-out",
        "it becomes {after}, which EspoCRM does not have: nobody can log in any more, Terraform neither",
      );
    },
    fix: "set it to Oidc or Espo",
  },
  oidcClientId: {
    props: {},
    value: ({ clientId }) => clientId,
    always: true,
    fresh: null,
    label: "Client ID",
    effect: needed("EspoCRM names another client to authentik: {after}"),
    fix: "let it follow from provider.clientId",
  },
  oidcAuthorizationEndpoint: {
    props: {},
    value: ({ endpoints }) => endpoints.authorization,
    always: true,
    fresh: null,
    label: "Authorization Endpoint",
    effect: authentiksOwn(
      "the address at which people sign in",
      "people would type their passwords there",
    ),
    fix: DERIVED,
  },
  oidcTokenEndpoint: {
    props: {},
    value: ({ endpoints }) => endpoints.token,
    always: true,
    fresh: null,
    label: "Token Endpoint",
    effect: authentiksOwn("the token endpoint", "the client secret would be sent there"),
    fix: DERIVED,
  },
  oidcJwksEndpoint: {
    props: {},
    value: ({ endpoints }) => endpoints.jwks,
    always: true,
    fresh: null,
    label: "JSON Web Key Set Endpoint",
    effect: authentiksOwn("the address of the keys", "whoever has it could sign in as anybody"),
    fix: DERIVED,
  },
  oidcJwtSignatureAlgorithmList: {
    props: {
      signatureAlgorithms: {
        says: "the signature algorithms that are accepted (oidcJwtSignatureAlgorithmList)",
        form: algorithms,
        otherwise: notManaged('["RS256"]'),
      },
    },
    value: ({ login }) => login.signatureAlgorithms,
    always: false,
    fresh: ["RS256"],
    label: "JWT Allowed Signature Algorithms",
    effect: lookTwice("EspoCRM accepts other signatures: {after}"),
    fix: "leave login.signatureAlgorithms out, or have RS256 in it",
  },
  oidcUserInfoEndpoint: {
    props: {},
    value: ({ endpoints }) => endpoints.userinfo,
    always: true,
    fresh: null,
    label: "UserInfo Endpoint",
    effect: authentiksOwn(
      "the userinfo endpoint",
      "people's access tokens would be sent there, and its answer believed",
    ),
    fix: DERIVED,
  },
  oidcScopes: {
    props: {
      scopes: {
        says: "the scopes that EspoCRM asks for (oidcScopes)",
        form: scopes,
        default: DEFAULT_SCOPES,
      },
    },
    value: ({ login }) => login.scopes,
    always: true,
    fresh: ["profile", "email", "phone"],
    label: "Scopes",
    effect: lookTwice("EspoCRM asks for other scopes: what it learns of its users changes"),
    fix: UNDO,
  },
  oidcUsernameClaim: {
    props: {
      usernameClaim: {
        says: "the claim that holds the EspoCRM user name (oidcUsernameClaim)",
        form: text(255),
        default: "sub",
      },
    },
    value: ({ login }) => login.usernameClaim,
    always: true,
    fresh: "sub",
    label: "Username Claim",
    effect: needed("EspoCRM finds its users by the claim {after}, and by that name alone"),
    fix: "leave login.usernameClaim out: sub",
  },
  oidcCreateUser: {
    props: {
      createUsers: {
        says: "whether an unknown user is created at the first login (oidcCreateUser)",
        form: flag,
        otherwise: notManaged("false"),
      },
    },
    value: ({ login }) => login.createUsers,
    always: false,
    fresh: null,
    label: "Create User",
    isSwitch: true,
    effect: switched(
      lookTwice("unknown users are created in EspoCRM"),
      lookTwice("unknown users are no longer created in EspoCRM"),
    ),
    fix: UNDO,
  },
  oidcGroupClaim: {
    props: {
      groupClaim: {
        says: "the claim that lists a user's groups (oidcGroupClaim)",
        form: text(255),
        otherwise: notManaged("none"),
        example: "groups",
      },
    },
    value: ({ login }) => login.groupClaim,
    always: false,
    fresh: null,
    label: "Group Claim",
    effect: otherTeams,
    fix: UNDO,
  },
  oidcTeamsIds: {
    props: {
      teams: {
        says: "the EspoCRM teams that OIDC users get (oidcTeamsIds, oidcTeamsNames, oidcTeamsColumns)",
        form: teams,
        otherwise: notManaged("none"),
      },
    },
    value: ofTeams((teams) => teams.map(({ id }) => id)),
    always: false,
    fresh: null,
    label: "Teams",
    effect: otherTeams,
    fix: UNDO,
  },
  oidcTeamsNames: {
    props: {},
    value: ofTeams((teams) => Object.fromEntries(teams.map(({ id, name = id }) => [id, name]))),
    always: false,
    fresh: null,
    label: "Teams, names",
    effect: harmless("EspoCRM shows these names on its page of settings, and uses the ids"),
    fix: UNDO,
  },
  oidcTeamsColumns: {
    props: {},
    // No null in it: the Terraform provider fails on one that joins the managed settings later.
    value: ofTeams((teams) => {
      const mapped = teams.filter(({ group }) => group !== undefined);
      if (mapped.length === 0) return undefined;
      return Object.fromEntries(mapped.map(({ group = "", id }) => [id, { group }]));
    }),
    always: false,
    fresh: null,
    label: "Teams, by group",
    effect: otherTeams,
    fix: UNDO,
  },
  oidcSync: {
    props: {
      syncUsers: {
        says: "whether name, e-mail address and telephone number are overwritten at each login (oidcSync)",
        form: flag,
        otherwise: notManaged("false"),
      },
    },
    value: ({ login }) => login.syncUsers,
    always: false,
    fresh: null,
    label: "Sync",
    isSwitch: true,
    effect: switched(
      lookTwice(
        "names, e-mail addresses and telephone numbers in EspoCRM are overwritten at each login, and emptied where authentik has none",
      ),
      lookTwice("names, e-mail addresses and telephone numbers are no longer overwritten at login"),
    ),
    fix: UNDO,
  },
  oidcSyncTeams: {
    props: {
      syncTeams: {
        says: "whether teams are set at each login (oidcSyncTeams)",
        form: flag,
        otherwise: notManaged("false"),
      },
    },
    value: ({ login }) => login.syncTeams,
    always: false,
    fresh: null,
    label: "Sync Teams",
    isSwitch: true,
    effect: otherTeams,
    fix: UNDO,
  },
  oidcFallback: {
    props: {
      fallback: {
        says: "whether administrators can still sign in with their password (oidcFallback); false is refused",
        form: flag,
        default: true,
        const: true,
      },
    },
    value: ({ login }) => login.fallback,
    always: true,
    fresh: true,
    label: "Fallback Login",
    effect: ({ after }) =>
      isOn(after)
        ? lookTwice("administrators can log in with their EspoCRM password again")
        : refused(
            "terraform-credentials",
            "it is off while the method is OIDC: EspoCRM accepts no password any more, Terraform's neither",
          ),
    fix: "leave login.fallback out (it is on then)",
  },
  oidcAllowRegularUserFallback: {
    props: {
      allowRegularUserFallback: {
        says: "whether other users can, too (oidcAllowRegularUserFallback)",
        form: flag,
        otherwise: notManaged("false"),
      },
    },
    value: ({ login }) => login.allowRegularUserFallback,
    always: false,
    fresh: null,
    label: "Allow fallback login for regular users",
    isSwitch: true,
    effect: lookTwice("other people can use a password"),
    fix: UNDO,
  },
  oidcAllowAdminUser: {
    props: {
      allowAdministrators: {
        says: "whether administrators may sign in through authentik (oidcAllowAdminUser)",
        form: flag,
        otherwise: notManaged("false"),
      },
    },
    value: ({ login }) => login.allowAdministrators,
    always: false,
    fresh: null,
    label: "Allow OIDC login for admin users",
    isSwitch: true,
    effect: switched(
      lookTwice("administrators may sign in through authentik"),
      lookTwice("administrators can no longer sign in through authentik"),
    ),
    fix: UNDO,
  },
  oidcLogoutUrl: {
    props: {
      logoutUrl: {
        says: "the address to which the browser goes at logout (oidcLogoutUrl); EspoCRM fills in {siteUrl} and {clientId}",
        form: logoutUrl,
        otherwise: "the application's end-session endpoint",
      },
    },
    value: ({ endpoints, login }) => login.logoutUrl ?? endpoints.endSession,
    always: true,
    fresh: null,
    label: "Logout URL",
    effect: ({ after, before }, { authentik, logout }) => {
      const own = isAt(after, authentik);
      if (own && before === undefined) return harmless("it is at authentik's declared address");
      if (own || after === logout) return lookTwice("after logging out people are sent to {after}");
      if (logout === undefined || authentik.length === 0)
        return lookTwice("after logging out people are sent to {after}, which is not authentik's");
      return refused(
        "foreign-endpoint",
        "after logging out people are sent to {after}, which is not authentik's and not declared",
      );
    },
    fix: "leave login.logoutUrl out: people then log out of authentik, too",
  },
  oidcAuthorizationPrompt: {
    props: {
      authorizationPrompt: {
        says: "what authentik shows at each login (oidcAuthorizationPrompt)",
        form: choice(["none", "consent", "login", "select_account"]),
        otherwise: notManaged('"consent"'),
      },
    },
    value: ({ login }) => login.authorizationPrompt,
    always: false,
    fresh: "consent",
    label: "Authorization Prompt",
    effect: lookTwice("at each login authentik shows: {after}"),
    fix: UNDO,
  },
  oidcAuthorizationPkce: {
    props: {
      pkce: {
        says: "whether EspoCRM proves with each code that it began the login itself (oidcAuthorizationPkce; EspoCRM 10.0 and newer)",
        form: flag,
        otherwise: notManaged("true where it was installed as 10.0, else false"),
      },
    },
    value: ({ login }) => login.pkce,
    always: false,
    fresh: null,
    since: "10.0",
    freshSince: true,
    label: "Use PKCE",
    isSwitch: true,
    effect: switched(
      lookTwice(
        "EspoCRM proves each code (PKCE): several front ends behind one address need shared PHP sessions, or logins fail",
      ),
      lookTwice("EspoCRM no longer proves its codes (PKCE): whoever intercepts one could use it"),
    ),
    fix: UNDO,
  },
  oidcAuthorizationMaxAge: {
    props: {
      authorizationMaxAge: {
        says: "seconds after which authentik asks for the password again (oidcAuthorizationMaxAge)",
        form: whole(0),
        otherwise: notManaged("no limit"),
      },
    },
    value: ({ login }) => login.authorizationMaxAge,
    always: false,
    fresh: null,
    label: "Authorization Max Age",
    effect: lookTwice("authentik asks for the password again after {after} seconds"),
    fix: UNDO,
  },
  oidcJwksCachePeriod: {
    props: {
      jwksCachePeriod: {
        says: "how long EspoCRM caches authentik's keys (oidcJwksCachePeriod), as PHP reads a time span",
        form: timeSpan,
        otherwise: notManaged('"10 minutes"'),
        example: "1 minute",
      },
    },
    value: ({ login }) => login.jwksCachePeriod,
    always: false,
    fresh: null,
    label: "(cache period of authentik's keys)",
    effect: lookTwice(
      "EspoCRM keeps authentik's keys for {after}: so long do logins fail after another key",
    ),
    fix: UNDO,
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** Name of a setting of EspoCRM that this project may manage. */
export type SettingName = keyof typeof SETTINGS;

/** Names of all these settings, in the order of EspoCRM's own page. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** Whether this project may manage a setting. */
export const isSetting = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);

/** One setting's row. */
export const settingOf = (name: SettingName): Setting => SETTINGS[name];

/** `login` of an integration; the compiler refuses a property without a row. */
export const LOGIN_PROPS = propsOf(SETTINGS satisfies Complete<LoginProps, typeof SETTINGS>);
