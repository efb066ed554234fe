import { type AuthentikSandbox, startAuthentik } from "../../../authentik";
import { apiOf, flowPk } from "../api-client";
import { RelyingParty } from "../oidc/relying-party";
import { Identifiers } from "./identifiers";
import { LEFT_DIFFERENT_OF_LOG_INS } from "./left-different";
import { recordingOf } from "./recording";
import { compared } from "./replay";

const EspoCRM = "http://127.0.0.1:8194";
const recording = recordingOf("authentik-2026.2.2-log-ins");
let sandbox: AuthentikSandbox;

beforeAll(async () => {
  sandbox = await startAuthentik({
    release: "2026.2",
    seed: { users: [{ username: "jane", name: "Jane Doe", password: "recorded-password" }] },
  });
  await RelyingParty.create(
    sandbox,
    {
      redirect_uris: [{ matching_mode: "strict", url: `${EspoCRM}/oauth-callback.php` }],
      invalidation_flow: await flowPk(apiOf(sandbox), "default-invalidation-flow"),
    },
    { slug: "ak-vfy", application: { name: "EspoCRM vfy", meta_launch_url: EspoCRM } },
  );
});
afterAll(() => sandbox.close());

test("the sandbox goes through the 38 recorded requests of log-ins, consent and log-outs as the real authentik 2026.2.2 did", async () => {
  expect(recording).toHaveLength(38);
  const ids = new Identifiers({ recorded: "http://127.0.0.1:29000", ours: sandbox.url });
  const { unknown, unused } = await compared(sandbox, ids, recording, LEFT_DIFFERENT_OF_LOG_INS);
  expect(unknown).toEqual([]);
  expect(unused).toEqual([]);
});
