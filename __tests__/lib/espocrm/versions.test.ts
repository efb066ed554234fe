import {
  ESPOCRM_LINES,
  ESPOCRM_RANGE,
  espocrmSupport,
  hasLine,
} from "../../../lib/espocrm/versions";

test.each(Object.entries(ESPOCRM_LINES))(
  "line %s is that of the release it was tried on",
  (line, { tried }) => {
    expect(tried.startsWith(`${line}.`)).toBe(true);
    expect(espocrmSupport(tried)).toEqual({ kind: "supported" });
  },
);

test.each([
  ["9.3.12", "supported"],
  ["10.0.3-rc.1", "supported"],
  ["9.2.7", "older"],
  ["7.5.0", "older"],
  ["9.4.0", "between"],
  ["10.1.0", "newer"],
  ["2099.1.0", "newer"],
  ["@@version", "unknown"],
  ["", "unknown"],
  [undefined, "unknown"],
  [10, "unknown"],
])("version %j is %s", (version, kind) => {
  expect(espocrmSupport(version)).toEqual({ kind });
});

test("the range is said in words", () => {
  expect(ESPOCRM_RANGE).toBe("9.3 and 10.0");
});

test("a version has what came with its own line or an earlier one", () => {
  expect(hasLine("9.3.9", "10.0")).toBe(false);
  expect(hasLine("10.0.0", "10.0")).toBe(true);
  expect(hasLine("10.2.0", "9.3")).toBe(true);
  expect(hasLine("@@version", "10.0")).toBeUndefined();
});
