import { describe } from "../review/access/words";
import { plain, quoted, say } from "../review/render/text";
import type { Around } from "./around";
import { liveBinding } from "./live-bindings";

/**
 * What stops a plan, for people: what authentik has that the plan would make; undefined where there is
 * nothing of it.
 */
export function alreadyThere(stack: string, around: readonly Around[]): string | undefined {
  const found = around.filter(
    ({ search }) => search.existing.length > 0 || search.obstacles.length > 0,
  );
  if (found.length === 0) return undefined;
  const obstacles = found.flatMap(({ search }) => search.obstacles);
  const existing = found.flatMap(({ search }) => search.existing);
  return [
    ...(existing.length > 0
      ? [
          "authentik has already what this plan would make, and Terraform does not know it:",
          ...existing.map(({ what }) => `  ${what}`),
          ...found.flatMap(whoGetsIn),
        ]
      : []),
    ...obstacles,
    "Nothing was made, and no plan is kept.",
    obstacles.length > 0
      ? "Then go on with the same command."
      : `To go on with what is there: npx espo-authentik adopt ${stack}`,
    ...(found.some(({ search: { application } }) => application !== undefined)
      ? [
          "To leave it as it is and make another one beside it, with people of its own: declare another application.slug, provider.name and provider.clientId.",
        ]
      : []),
  ].join("\n");
}

/** Who gets in today, by the application's live bindings. */
export function whoGetsIn({ search: { application, bindings } }: Around): string[] {
  if (application === undefined) return [];
  if (bindings === undefined)
    return ["  who gets in today can't be told: the token may not read the bindings"];
  const conditions = bindings.flatMap((one) => liveBinding(one) ?? []);
  const access = { mode: application.policy_engine_mode, conditions };
  const names = new Map(conditions.map(({ id, kind, name }) => [`${kind} ${id}`, name]));
  const who =
    conditions.length === 0
      ? "every user of this authentik, because no binding restricts it"
      : plain(
          describe(
            access,
            ({ id, kind }) => say`${quoted(`"${names.get(`${kind} ${id}`) ?? id}"`)}`,
          ),
        ).replace(/\.$/, "");
  return [`  who gets in today: ${who}`];
}

/** What is imported, for people. */
export function adopted(around: readonly Around[]): string[] {
  const existing = around.flatMap(({ search }) => search.existing);
  if (existing.length === 0)
    return ["authentik has nothing of what this plan makes: there is nothing to adopt"];
  const client = around.some(({ search }) => search.client !== undefined);
  return [
    ...existing.map(({ address, what }) => `imports ${what} as ${address}`),
    ...around.flatMap(whoGetsIn).map((line) => line.trim()),
    ...(client
      ? [
          "authentik gives Terraform the client secret; whether EspoCRM has the same one can't be read, so it is written once more",
        ]
      : []),
  ];
}
