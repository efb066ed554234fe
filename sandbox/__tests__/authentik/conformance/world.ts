import { z } from "zod";
import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import type { Exchange } from "./recording";

const flowSchema = z.object({
  slug: z.string(),
  name: z.string(),
  title: z.string(),
  designation: z.enum([
    ...["authentication", "authorization", "invalidation", "enrollment", "unenrollment"],
    ...["recovery", "stage_configuration"],
  ] as ["authentication"]),
  authentication: z.enum(["none", "require_authenticated", "require_unauthenticated"]),
});
const listSchema = z.object({ results: z.array(flowSchema) });

/** Numbers that the recorded server gave last, before the recording began. */
const LAST = { user: 13, provider: 22 };

/** A sandbox of release line 2026.2 with what the recorded server had when the recording began. */
export async function recordedWorld(recording: readonly Exchange[]): Promise<AuthentikSandbox> {
  const sandbox = await startAuthentik({ release: "2026.2", seed: {} });
  const { state } = sandbox;
  const listed = recording.find(({ step }) => step === "flow list");
  const { results: flows } = z.parse(listSchema, listed?.answer);
  const known = new Set([...state.flows.values()].map(({ slug }) => slug));
  sandbox.seed({
    flows: flows.filter(({ slug }) => !known.has(slug)),
    keyPairs: [{ name: "EC", key: "ec" }],
    groups: [{ name: "authentik Read-only", attributes: { notes: NOTES } }, { name: "crm-users" }],
    users: PEOPLE.map(({ username, name, group }) => ({
      username,
      name,
      email: `${username}@example.com`,
      groups: [group],
    })),
  });
  for (const { username, pk } of PEOPLE) numbered(sandbox, username, pk);
  while (state.nextNumber("user") < LAST.user);
  while (state.nextNumber("provider") < LAST.provider);
  return sandbox;
}

const NOTES =
  "An group with an auto-generated role that allows read-only permissions on all objects.\n";

/** People with the numbers that they had there, the greatest first. */
const PEOPLE = [
  { username: "boss", name: "CRM Boss", group: "crm-users", pk: 6 },
  { username: "jane", name: "Jane Doe", group: "crm-users", pk: 4 },
  { username: "akadmin", name: "authentik Default Admin", group: "authentik Admins", pk: 3 },
] as const;

/** Gives a user the number that it had there, and its token with it. */
function numbered({ state }: AuthentikSandbox, username: string, pk: number): void {
  const user = state.userByName(username);
  if (user === undefined) throw new Error(`No user ${username}.`);
  state.users.delete(user.pk);
  const last_login = username === "akadmin" ? null : new Date().toISOString();
  state.users.set(pk, { ...user, pk, last_login });
  for (const token of state.tokens.values()) {
    if (token.user === user.pk) state.tokens.set(token.key, { ...token, user: pk });
  }
}
