import fc from "fast-check";
import { type EspoAuthentikStackProps, RuleViolations } from "../../lib";
import { resolved } from "../../lib/fields/resolved";
import { RULES, SHARED_RULES } from "../../lib/rules";
import { COMPANY, company } from "./company";
import { Synthesized } from "./synthesized";

/** Texts that people write, and those that try to be something else to Terraform or to JSON. */
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom("$", "%", "{", "}", '"', "\\", "\n", "a", ".", "v") }),
  fc.constantFrom("${var.espocrm_password}", "%{ for x in [var.authentik_token] }", '"})}', "é"),
);
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
const url = fc.oneof(
  fc.tuple(word, word).map(([a, b]) => `https://${a}.${b}`),
  fc.webUrl({ validSchemes: ["https", "http"], withQueryParameters: false }),
  text,
);
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const flag = some(fc.boolean());

/** Configurations of every kind, most of them ones that the rules accept. */
const configuration: fc.Arbitrary<EspoAuthentikStackProps> = fc.record({
  authentik: fc.record({
    url: fc.oneof(
      { weight: 4, arbitrary: fc.constant(COMPANY.authentik.url) },
      { weight: 1, arbitrary: url },
    ),
    release: some(fc.constantFrom("2026.2" as const, "2026.5" as const, "2026.8" as const)),
    verifyTls: flag,
  }),
  espocrm: fc.record({
    url: fc.oneof(
      { weight: 4, arbitrary: fc.constant(COMPANY.espocrm.url) },
      { weight: 1, arbitrary: url },
    ),
    passwordVariable: some(word),
    timeout: some(fc.integer({ min: 1, max: 600 })),
  }),
  application: fc.record({
    name: text.filter((name) => name.trim() !== ""),
    slug: word,
    group: some(text),
    description: some(text),
    policyEngineMode: some(fc.constantFrom("any" as const, "all" as const)),
  }),
  provider: some(
    fc.record({
      clientId: some(text.filter((id) => id.trim() !== "")),
      clientSecretVariable: some(word),
      backchannelLogout: flag,
      subjectMode: some(fc.constantFrom("user_username" as const, "user_email" as const)),
    }),
  ),
  bindings: fc.uniqueArray(
    fc.record({ group: text.filter((name) => name.trim() !== ""), negate: flag }),
    { maxLength: 3, selector: ({ group }) => group },
  ),
  login: some(
    fc.record({
      fallback: some(fc.constant(true)),
      allowAdministrators: flag,
      allowRegularUserFallback: flag,
      createUsers: flag,
      groupClaim: some(text.filter((claim) => claim.trim() !== "")),
      signatureAlgorithms: some(
        fc
          .subarray(["RS384", "RS512", "HS256"] as const)
          .map((others) => ["RS256" as const, ...others]),
      ),
      teams: some(
        fc.uniqueArray(fc.record({ id: word, name: some(text) }), { selector: ({ id }) => id }),
      ),
    }),
  ),
  onDestroy: some(fc.constantFrom("restore" as const, "espo" as const, "leave" as const)),
});

const refused = (props: EspoAuthentikStackProps) =>
  RULES.some((rule) => rule.outcome === "refused" && rule.check(resolved(props), props).length > 0);

/** Live references of Terraform's templates, escaped ones left out. */
const references = (json: string) => [
  ...json
    .replaceAll("$${", "")
    .replaceAll("%%{", "")
    .matchAll(/[$%]\{[^}]*/g),
];

describe("Whatever the configuration", () => {
  it("is refused with messages, or synthesizes no lock-out, no secret and no path of the machine", () => {
    let accepted = 0;
    fc.assert(
      fc.property(configuration, (props) => {
        if (refused(props)) {
          expect(() => Synthesized.company(props)).toThrow(RuleViolations);
          return;
        }
        accepted += 1;
        const stack = Synthesized.company(props);
        const data = String(stack.espocrm("settings")["update_data"]);
        // No way in is closed: the method exists, passwords stay, and tokens can be verified.
        expect(data).toMatch(/^\$\{jsonencode\(\{"authenticationMethod" = "Oidc", /);
        expect(data).toMatch(/"oidcFallback" = true[,}]/);
        expect(data).not.toMatch(/"oidcJwtSignatureAlgorithmList" = \[(?!"RS256")/);
        // Credentials reach the Terraform providers, and a given client secret authentik.
        const oauth2 = stack.resource("authentik_provider_oauth2");
        const elsewhere = JSON.stringify([
          { ...oauth2, client_secret: undefined },
          stack.resources("authentik_application"),
          stack.resources("authentik_policy_binding"),
          stack.resources("restapi_object"),
          stack.lookUps("authentik_group"),
          stack.outputs,
        ]);
        expect(references(elsewhere).filter(([found]) => found.includes("var."))).toEqual([]);
        for (const variable of Object.values(stack.variables))
          expect(variable).not.toHaveProperty("default");
        // Nothing of this machine.
        for (const written of [stack.text, stack.manifest]) {
          expect(written).not.toContain(process.cwd());
          expect(written).not.toContain("/espo-authentik-");
        }
      }),
      { numRuns: 40, seed: 3 },
    );
    expect(accepted).toBeGreaterThan(15);
  });

  it("is never accepted with the password fallback off, or with algorithms but without RS256", () => {
    fc.assert(
      fc.property(configuration, fc.boolean(), (props, off) => {
        const login = off
          ? { ...props.login, fallback: false }
          : { ...props.login, signatureAlgorithms: [] };
        expect(refused({ ...props, login })).toBe(true);
      }),
    );
  });

  it("is found to be of an EspoCRM that another one owns, however its address is written", () => {
    const address = fc.tuple(word, word, word).map(([a, b, c]) => `https://${a}.${b}/${c}`);
    const notation = fc.constantFrom(
      (plain: string) => plain,
      (plain: string) => `${plain}/`,
      (plain: string) => plain.replace(/^https:\/\/([^/]+)/, (origin) => `${origin}:443`),
      (plain: string) => plain.replace(/^https:\/\/([^/]+)/, (origin) => origin.toUpperCase()),
    );
    fc.assert(
      fc.property(address, notation, notation, (plain, one, two) => {
        const named = [one, two].map((write, index) => ({
          name: `crm${index}`,
          props: resolved(
            company({
              espocrm: { url: write(plain) },
              application: { name: `CRM ${index}`, slug: `crm${index}` },
            }),
          ),
        }));
        const findings = SHARED_RULES.flatMap((rule) => rule.check(named));
        expect(findings).toMatchObject([{ integration: 1, path: ["espocrm", "url"] }]);
      }),
    );
  });
});
