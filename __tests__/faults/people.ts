import type { Fault } from "./fault";

const again = (world: Parameters<NonNullable<Fault["end"]>>[0]): void => world.people();

/** What is wrong with accounts, rights and caches. */
export const PEOPLE: readonly Fault[] = [
  {
    what: "The user's name differs between authentik and EspoCRM",
    begin: ({ espocrm }) => {
      const jane = espocrm.state.users.named("jane");
      if (jane) jane.userName = "jane.doe";
    },
    red: ["login"],
    says: ['it has no user "jane"'],
    works: { logins: false },
    end: ({ espocrm }) => {
      const jane = espocrm.state.users.named("jane.doe");
      if (jane) jane.userName = "jane";
    },
    ended: "the user has the same name on both sides",
  },
  {
    what: "EspoCRM's user is not active",
    begin: ({ espocrm }) => espocrm.seed({ users: [{ userName: "jane", isActive: false }] }),
    red: ["login"],
    says: ['its user "jane" is not active'],
    works: { logins: false },
    end: again,
    ended: "the user is activated in EspoCRM",
  },
  {
    what: "An administrator signs in through authentik, though those may not",
    begin: ({ espocrm }) => espocrm.seed({ users: [{ userName: "jane", type: "admin" }] }),
    red: ["login"],
    says: ["is an administrator"],
    works: { logins: false },
    end: again,
    ended: "login.allowAdministrators is set, or the user is none",
  },
  {
    what: "A binding keeps the user out",
    begin: ({ authentik }) => {
      const jane = authentik.state.userByName("jane");
      if (jane) jane.groups = [];
    },
    red: ["login"],
    says: ["authentik lets jane not into this application"],
    works: { logins: false },
    end: again,
    ended: "the user is in a group that is bound",
  },
  {
    what: "The account is deactivated in authentik",
    begin: ({ authentik }) => {
      const jane = authentik.state.userByName("jane");
      if (jane) jane.is_active = false;
    },
    red: ["login"],
    says: ["authentik does not sign jane in"],
    works: { logins: false },
    end: again,
    ended: "the account is active",
  },
  {
    what: "authentik's signing key is renewed under EspoCRM's cache",
    begin: ({ authentik }) => {
      authentik.seed({
        keyPairs: [{ name: "authentik Self-signed Certificate", key: "other-rsa" }],
      });
      // Made when it is used first, which takes a while.
      const keys = [...authentik.state.keyPairs.values()];
      if (keys.some(({ material }) => material.privateKeyPem === "")) throw new Error("No key.");
    },
    red: ["login"],
    yellow: ["key-cache"],
    says: ["EspoCRM may know the old ones alone", "it knows older keys of authentik"],
    works: { logins: false },
    mend: ["clear-key-cache"],
  },
  {
    what: "Too many log-ins at EspoCRM failed",
    begin: async ({ espocrm }) => {
      for (let n = 0; n < 11; n += 1) {
        const headers = { authorization: `Basic ${btoa("admin:wrong")}` };
        await fetch(`${espocrm.url}/api/v1/App/user`, { headers });
      }
    },
    red: ["espocrm"],
    says: ["after more than 10 failed log-ins a minute"],
    works: { passwords: false, logins: false },
    ended: "a minute has passed",
  },
  {
    what: "The password fallback is switched off in EspoCRM",
    begin: (world) => world.set({ oidcFallback: false }),
    red: ["espocrm"],
    says: ["its password fallback is off", "data/config.php"],
    works: { passwords: false },
    end: (world) => world.set({ oidcFallback: true }),
    ended: "the fallback is allowed again on EspoCRM's server",
  },
  {
    what: "EspoCRM is in maintenance mode",
    begin: (world) => world.set({ maintenanceMode: true }),
    red: ["maintenance"],
    says: ["only administrators get in", "Administration, Settings, Maintenance Mode"],
    works: { sessions: false, logins: false },
    end: (world) => world.set({ maintenanceMode: false }),
    ended: "the mode is switched off in EspoCRM",
  },
  {
    what: "EspoCRM's authentication method is one that it does not have",
    begin: (world) => world.set({ authenticationMethod: "Nope" }),
    red: ["espocrm"],
    says: ["fails at every log-in"],
    works: { passwords: false, sessions: false, logins: false },
    end: (world) => world.set({ authenticationMethod: "Espo" }),
    ended: "the method is corrected on EspoCRM's server",
    mend: ["apply"],
  },
  {
    what: "Terraform's token of authentik has expired",
    begin: ({ authentik }) => {
      const { tokens } = authentik.state;
      const token = tokens.get(authentik.token);
      tokens.delete(authentik.token);
      if (token) tokens.set("rotated", { ...token, key: "rotated" });
    },
    red: ["authentik-api"],
    says: ["does not accept the API token in TF_VAR_authentik_token"],
    end: ({ authentik }) => authentik.seed({ tokens: [{ key: authentik.token, user: "akadmin" }] }),
    ended: "TF_VAR_authentik_token holds a valid token",
  },
];
