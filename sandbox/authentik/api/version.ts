import type { Route } from "./route";

/** `/admin/version/`: which authentik this is. Open to everybody with a token. */
export const versionRoute = (version: string): Route => ({
  path: "/admin/version/",
  actions: {
    GET: {
      access: "authenticated",
      run: () => ({
        status: 200,
        body: {
          version_current: version,
          version_latest: version,
          version_latest_valid: true,
          build_hash: "",
          outdated: false,
          outpost_outdated: false,
        },
      }),
    },
  },
});
