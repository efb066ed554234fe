import type { Route } from "./route";

/** `/admin/version/`: which version runs. By authentik's source it is open to every accepted token. */
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

/** `/schema/`: the API's own description, of which the sandbox has the title and no path. */
export const schemaRoute = (version: string): Route => ({
  path: "/schema/",
  actions: {
    GET: {
      access: "anyone",
      run: () => ({
        status: 200,
        body: { openapi: "3.0.3", info: { title: "authentik", version }, paths: {} },
      }),
    },
  },
});
