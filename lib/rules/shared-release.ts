import { type SharedRule, shown } from "./rule";

/** All integrations of a stack speak to authentik of one release line. */
export const sharedRelease: SharedRule = {
  id: "shared-release",
  outcome: "refused",
  why: "A stack has one version of the Terraform provider, and that version fits the servers of one release line only: with another line it drops settings, or plans the same change for ever.",
  example:
    'acme: { authentik: { url: https://authentik.company, release: "2026.5" } }\nbeta: { authentik: { url: https://authentik.beta.company, release: "2026.2" } }',
  check: (integrations) => {
    const first = new Map<string, { name: string; release: string }>();
    return integrations.flatMap(({ name, props: { authentik }, stack = name }, integration) => {
      const { release } = authentik;
      const earlier = first.get(stack) ?? { name, release };
      first.set(stack, earlier);
      if (earlier.release === release) return [];
      return [
        {
          integration,
          path: ["authentik", "release"],
          found: `${shown(release)}, but ${shown(earlier.release)} in ${earlier.name} of the same stack`,
          expected: "one release line for all integrations of a stack",
          mend: "give each release line a stack of its own",
        },
      ];
    });
  },
};
