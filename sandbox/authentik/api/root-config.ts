import type { Route } from "./route";

/** `/root/config/`: what clients should know first. Open to everybody. */
export const ROOT_CONFIG: Route = {
  path: "/root/config/",
  actions: {
    GET: {
      access: "anyone",
      run: () => ({
        status: 200,
        body: {
          // Off: Terraform's provider would report to Sentry otherwise.
          error_reporting: {
            enabled: false,
            sentry_dsn: "",
            environment: "customer",
            send_pii: false,
            traces_sample_rate: 0.1,
          },
          capabilities: ["can_impersonate", "is_enterprise"],
          cache_timeout: 300,
          cache_timeout_flows: 300,
          cache_timeout_policies: 300,
        },
      }),
    },
  },
};
