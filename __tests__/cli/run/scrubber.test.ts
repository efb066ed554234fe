import fc from "fast-check";
import { Scrubber } from "../../../cli/run/scrubber";

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

test("a secret is masked where a server echoes it in HTML, in JSON, or in one within the other", () => {
  const secret = `s3cr:t<"&'/ =ü`;
  const scrubber = new Scrubber();
  scrubber.secret(secret);
  const html = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const echoes = [
    html.replaceAll("'", "&#039;"), // PHP
    html.replaceAll("'", "&#x27;"), // Python
    html.replaceAll("'", "&apos;"),
    JSON.stringify(html.replaceAll("'", "&#39;")),
    JSON.stringify(secret).replaceAll("/", "\\/").replaceAll("ü", "\\u00fc"), // PHP
    JSON.stringify(secret).replace(/[<&']/g, (found) => `\\u00${found.charCodeAt(0).toString(16)}`),
    JSON.stringify(secret).slice(1, -1).replaceAll("&", "&amp;").replaceAll('"', "&#34;"),
    encodeURIComponent(secret).toLowerCase(),
    encodeURIComponent(secret).replaceAll("'", "%27").replaceAll("%20", "+"),
  ];
  for (const echo of echoes) {
    const clean = scrubber.scrub(`before ${echo} after`);
    expect(clean).toMatch(/^before "?…"? after$/);
  }
});

test("of two secrets the longer one goes first, or its rest would stay", () => {
  const scrubber = new Scrubber();
  scrubber.secret("correct horse");
  scrubber.secret("correct horse battery staple");
  expect(scrubber.scrub("correct horse battery staple, correct horse")).toBe("…, …");
});

test("long text and many secrets take no noticeable time", () => {
  const scrubber = new Scrubber();
  for (let n = 0; n < 60; n += 1) scrubber.secret(`secret-number/${n}+${"x".repeat(n * 20)}==`);
  const started = performance.now();
  scrubber.scrub("innocent text / with + signs = and more\n".repeat(2500));
  expect(performance.now() - started).toBeLessThan(500);
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
