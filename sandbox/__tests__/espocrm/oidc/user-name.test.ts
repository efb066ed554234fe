import fc from "fast-check";
import { normalized } from "../../../espocrm/oidc/user-name";

test.each([
  ["jane", "jane"],
  ["Jane.Doe@Example-1_2", "jane.doe@example-1_2"],
  ["Jane Doe", "jane_doe"],
  ["a+b/c\\d", "a_b_c_d"],
  ["müller", "m__ller"],
  ["ÄB", "__b"],
  ["tab\tstays", "tab\tstays"],
])("%j becomes %j", (claim, userName) => {
  expect(normalized(claim)).toBe(userName);
});

test("nothing but allowed characters is left, one for each byte", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (claim) => {
      expect(normalized(claim)).toMatch(/^[a-z0-9\-@_.\t\n\v\f\r]*$/);
      expect(normalized(claim)).toHaveLength(Buffer.byteLength(claim));
    }),
  );
});

test("normalizing twice changes nothing", () => {
  fc.assert(
    fc.property(fc.string(), (claim) => {
      expect(normalized(normalized(claim))).toBe(normalized(claim));
    }),
  );
});
