import { until } from "../cli/project";
import type { Fault } from "./fault";
import type { World } from "./world";

/** Neither side has anything of the integration. */
function expectNothingDone({ authentik, espocrm }: World): void {
  if (authentik.state.providers.size > 0) throw new Error("authentik has a provider.");
  if (espocrm.settings()["authenticationMethod"] !== "Espo") throw new Error("EspoCRM changed.");
}

/** What goes wrong at the first deployment: EspoCRM goes on as before. */
export const FIRST_DEPLOYMENT: readonly Fault[] = [
  {
    what: "The first deployment has a wrong password for EspoCRM",
    command: async (world) => {
      const ran = await world.deploy({ TF_VAR_espocrm_password: "wrong-password" });
      expectNothingDone(world);
      return ran;
    },
    commandSays: ["EspoCRM at https://espocrm.company", "TF_VAR_espocrm_password"],
    works: { logins: false },
    ended: "the right password is given",
  },
  {
    what: "The first deployment has a wrong token for authentik",
    command: async (world) => {
      const ran = await world.deploy({ TF_VAR_authentik_token: "wrong-token" });
      expectNothingDone(world);
      return ran;
    },
    commandSays: ["Token invalid/expired"],
    works: { logins: false },
    ended: "the right token is given",
  },
  {
    what: "EspoCRM is down at the first deployment",
    command: async (world) => {
      world.espocrm.faults.add({ effect: { kind: "refuse" } });
      const ran = await world.deploy();
      expectNothingDone(world);
      return ran;
    },
    commandSays: ["EspoCRM closed the connection without an answer", "https://espocrm.company"],
    works: { passwords: false, sessions: false, logins: false },
    ended: "EspoCRM answers again",
  },
  {
    what: "EspoCRM answers 500 to its settings at the first deployment",
    command: async (world) => {
      // The first write is the secret, the second the settings.
      world.espocrm.faults.add({
        method: "PUT",
        path: "/api/v1/Settings",
        skip: 1,
        effect: { kind: "answer", status: 500 },
      });
      return world.deploy();
    },
    commandSays: ["restapi_object.settings failed", "PUT https://espocrm.company/api/v1/Settings"],
    works: { logins: false },
    ended: "EspoCRM takes its settings again",
    mend: ["apply"],
  },
];

/** What goes wrong at a later one. */
export const DEPLOYMENT: readonly Fault[] = [
  {
    what: "authentik breaks off in the middle of an apply",
    command: async (world) => {
      world.provider.access_token_validity = "minutes=11";
      world.authentik.faults.add({
        method: "PUT",
        path: "/api/v3/providers/oauth2/",
        effect: { kind: "refuse" },
      });
      return world.deploy();
    },
    commandSays: ["authentik_provider_oauth2.provider"],
    ended: "authentik answers again",
    mend: ["apply"],
  },
  {
    what: "An apply is killed between the secret and the settings",
    begin: async (world) => {
      world.provider.client_secret = "changed-by-hand-in-authentik-0123456789";
      world.set({ oidcScopes: ["email"] });
      world.espocrm.journal.clear();
      const writes = () =>
        world.espocrm.journal.list().filter(({ method }) => method === "PUT").length;
      world.espocrm.faults.add({
        method: "PUT",
        skip: 1, // The new secret.
        delay: 2000,
        effect: { kind: "refuse" },
      });
      await world.killApply(() => until(() => writes() === 2));
    },
    red: ["espocrm-settings"],
    says: ["oidcScopes is"],
    mend: ["apply"],
  },
  {
    what: "A setting is changed between plan and apply",
    begin: async (world) => {
      world.provider.access_token_validity = "minutes=11";
      await world.expectCode(2, "plan", "acme");
      world.set({ oidcLogoutUrl: "https://elsewhere.company/logout/" });
      await world.expectCode(0, "apply", "acme");
    },
    red: ["espocrm-settings"],
    says: ['oidcLogoutUrl is "https://elsewhere.company/logout/"'],
    mend: ["apply"],
  },
  {
    what: "Two applies run at once",
    command: async (world) => {
      world.set({ oidcScopes: ["email"] });
      await world.expectCode(2, "plan", "acme");
      world.espocrm.journal.clear();
      world.espocrm.faults.add({ method: "PUT", delay: 2500, times: 1 });
      const isWriting = () => world.espocrm.journal.list().some(({ method }) => method === "PUT");
      const first = world.expectCode(0, "apply", "acme");
      await until(isWriting);
      const second = await world.project.run(["apply", "acme"]);
      await first;
      return second;
    },
    commandSays: ["Error acquiring the state lock"],
    ended: "the first apply has ended well",
  },
];
