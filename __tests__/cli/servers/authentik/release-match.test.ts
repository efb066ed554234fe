import type { LiveRelease } from "../../../../cli/servers/authentik/release";
import { matchRelease } from "../../../../cli/servers/authentik/release-match";
import {
  NEWEST_RELEASE,
  releaseAtLeast,
  SUPPORTED_RELEASES,
} from "../../../../lib/authentik/release";

const live = (line: string): LiveRelease => ({ kind: "known", line, version: `${line}.1` });

describe("A server's release line", () => {
  it.each([...SUPPORTED_RELEASES, "2099.1"])("is right where it is declared: %s", (line) => {
    expect(matchRelease(line, live(line))).toBe("same");
  });

  it("of an older declaration is named as the one to write, with what comes of it", () => {
    expect(matchRelease("2026.2", live("2026.5"))).toEqual({
      is: "is 2026.5.1",
      declared:
        "the configuration says 2026.2: its Terraform provider leaves out the grant types, and nobody can log in",
      fix: 'write "2026.5" as authentik.release',
    });
  });

  it("of a newer declaration is named, too, and so is the upgrade", () => {
    expect(matchRelease("2026.5", live("2026.2"))).toMatchObject({
      is: "is 2026.2.1",
      declared: expect.stringContaining(
        "plans the same change of the redirect URIs for ever",
      ) as string,
      fix: 'write "2026.2" as authentik.release, or upgrade authentik to 2026.5',
    });
  });

  it.each([
    ["2025.12", /^upgrade authentik to 2026\.2, and write "2026\.2": 2025\.12 is not supported$/],
    ["2026.3", /^upgrade authentik to 2026\.5, and write "2026\.5": 2026\.3 is not supported$/],
    ["2099.1", /^use a version of espo-authentik that knows authentik 2099\.1;/],
  ])("that nobody supports is said to be that: %s", (line, fix) => {
    expect(matchRelease("2026.2", live(line))).toMatchObject({ fix });
  });

  it("never sends anybody to an older line than the server's, but for an upgrade of the server", () => {
    const lines = [...SUPPORTED_RELEASES, "2025.12", "2026.3", "2026.6", "2027.2", "2099.1"];
    for (const server of lines) {
      for (const declared of [...SUPPORTED_RELEASES, "2099.1"]) {
        const match = matchRelease(declared, live(server));
        if (typeof match === "string" || "unknown" in match) continue;
        const named = [...match.fix.matchAll(/"(\d{4}\.\d+)"/g)].map(([, line = ""]) => line);
        for (const line of named) expect(releaseAtLeast(line, server)).toBe(true);
      }
    }
  });

  it("says that a release that is left out means the newest line", () => {
    expect(matchRelease(NEWEST_RELEASE, live("2026.2"))).toMatchObject({
      declared: expect.stringContaining("what is meant where release is left out") as string,
    });
  });

  it("of which only bounds are known is a mismatch where the declared one is out of them", () => {
    const by = "what it lists has grant_types";
    expect(matchRelease("2026.2", { kind: "between", atLeast: "2026.5", by })).toMatchObject({
      is: "is of line 2026.5 or a newer one: what it lists has grant_types",
      fix: expect.stringContaining('"2026.5"') as string,
    });
    expect(matchRelease("2026.5", { kind: "between", olderThan: "2026.5", by })).toMatchObject({
      fix: expect.stringMatching(/: "2026\.2"$/) as string,
    });
    expect(matchRelease("2026.5", { kind: "between", atLeast: "2026.5", by })).toEqual({
      unknown:
        "authentik is of line 2026.5 or a newer one: what it lists has grant_types; more it does not say",
    });
  });

  it("that is not known is no mismatch, and no match", () => {
    expect(matchRelease("2026.5", { kind: "unknown", why: "says nothing" })).toEqual({
      unknown: "authentik says nothing",
    });
  });
});
