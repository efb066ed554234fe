import fc from "fast-check";
import { Scrubber } from "../../../../cli/servers/http/scrubber";

test("a secret is masked in every form in which it travels", () => {
  const secret = 's3cr:t "with" blanks & more/=+ü';
  const scrubber = new Scrubber();
  scrubber.credentials("admin", secret);
  const forms = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ code: secret }).toString(),
    JSON.stringify({ secret }),
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("base64url"),
    `Basic ${Buffer.from(`admin:${secret}`).toString("base64")}`,
  ];
  for (const form of forms) {
    const clean = scrubber.scrub(`before ${form} after`);
    expect(clean).toMatch(/^before .*after$/);
    expect(clean).toContain("…");
    expect(clean).not.toContain("s3cr");
    expect(clean).not.toContain(Buffer.from("s3cr:t").toString("base64"));
  }
});

test("no known secret is ever left in a text", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 4, maxLength: 40 }), { minLength: 1, maxLength: 5 }),
      fc.string(),
      (secrets, text) => {
        const scrubber = new Scrubber();
        secrets.forEach((secret) => scrubber.secret(secret));
        const clean = scrubber.scrub(secrets.join(text));
        return secrets.every((secret) => /^…+$/.test(secret) || !clean.includes(secret));
      },
    ),
  );
});

test("what is too short to be told from innocent text is left alone", () => {
  const scrubber = new Scrubber();
  scrubber.secret("a");
  scrubber.secret(undefined);
  expect(scrubber.scrub("a man")).toBe("a man");
});
