import {
  isNewerThanSupported,
  NEWEST_RELEASE,
  nextSupported,
  RELEASE_LINES,
  releaseAtLeast,
  releaseLine,
  SUPPORTED_RELEASES,
  unsupportedRelease,
} from "../../../lib/authentik/release";

describe("The release lines", () => {
  it("stand oldest first, each with a Terraform provider of its own line", () => {
    const months = SUPPORTED_RELEASES.map((line) => line.split(".").map(Number));
    expect(months).toEqual(
      [...months].sort(([y, m], [z, n]) => Number(y) - Number(z) || Number(m) - Number(n)),
    );
    for (const line of SUPPORTED_RELEASES)
      expect(RELEASE_LINES[line].providerVersion).toBe(`~> ${line}.0`);
  });

  it("are compared by year and month, not as text", () => {
    expect(releaseAtLeast("2026.10", "2026.2")).toBe(true);
    expect(releaseAtLeast("2026.2", "2026.10")).toBe(false);
    expect(releaseAtLeast("2027.2", "2026.8")).toBe(true);
    expect(releaseAtLeast("2026.5", "2026.5")).toBe(true);
    expect(releaseAtLeast("constructor", "2026.2")).toBe(false);
  });

  it("take one of the future for the newest, but for its Terraform provider", () => {
    expect(isNewerThanSupported("2099.1")).toBe(true);
    expect(releaseLine("2099.1")).toEqual({
      ...RELEASE_LINES[NEWEST_RELEASE],
      providerVersion: "~> 2099.1.0",
    });
  });

  it.each(["2025.12", "2026.3", "2026.13", "2026.02", "20260.2", "newest", "constructor"])(
    "know nothing of %s",
    (release) => {
      expect(releaseLine(release)).toBeUndefined();
      expect(isNewerThanSupported(release)).toBe(false);
    },
  );

  it("never send an older server, or one in between, to an older line", () => {
    expect(nextSupported("2025.12")).toBe("2026.2");
    expect(nextSupported("2026.3")).toBe("2026.5");
    expect(unsupportedRelease("2026.3")).toBe(
      'upgrade authentik to 2026.5, and write "2026.5": 2026.3 is not supported',
    );
    for (const release of [...SUPPORTED_RELEASES, "2099.1", "newest"])
      expect(unsupportedRelease(release)).toBeUndefined();
  });
});
