import { type Finding, type Rule } from "./rule";

/** Credentials of CDKTF's backends, with what Terraform reads them from. */
const CREDENTIALS: Readonly<Record<string, string>> = {
  accessKey: "AWS_ACCESS_KEY_ID, for azurerm ARM_ACCESS_KEY",
  accessToken: "GOOGLE_OAUTH_ACCESS_TOKEN",
  clientCertificatePassword: "ARM_CLIENT_CERTIFICATE_PASSWORD",
  clientPrivateKeyPem: "TF_HTTP_CLIENT_PRIVATE_KEY_PEM",
  clientSecret: "ARM_CLIENT_SECRET",
  connStr: "PG_CONN_STR",
  credentials: "GOOGLE_BACKEND_CREDENTIALS",
  encryptionKey: "GOOGLE_ENCRYPTION_KEY",
  oidcRequestToken: "ARM_OIDC_REQUEST_TOKEN",
  oidcToken: "ARM_OIDC_TOKEN",
  password: "TF_HTTP_PASSWORD",
  sasToken: "ARM_SAS_TOKEN",
  secretKey: "AWS_SECRET_ACCESS_KEY",
  token: "AWS_SESSION_TOKEN, for HCP Terraform TF_TOKEN_app_terraform_io",
};

/** The backend's credentials stay out of the synthesized JSON. */
export const backendCredentials: Rule = {
  id: "backend-credentials",
  outcome: "refused",
  why: "What is said of the backend is written into the synthesized JSON and into Terraform's working folder. The backend holds the state, and the state holds the client secret.",
  example:
    "backend: { type: s3, bucket: company-terraform, key: espo/acme.tfstate, region: eu-central-1 }",
  check: ({ backend }) =>
    Object.entries(backend ?? {}).flatMap(([key, value]): Finding[] => {
      const variable = CREDENTIALS[key];
      const path = ["backend", key];
      if (variable !== undefined && value !== undefined) {
        return [
          {
            path,
            found: "a credential (not shown)",
            expected: "no credentials in the backend's settings",
            mend: `take it out, and give it in Terraform's environment: ${variable}`,
          },
        ];
      }
      if (typeof value !== "string" || !URL.canParse(value)) return [];
      const { password, username } = new URL(value);
      if (username === "" && password === "") return [];
      return [
        {
          path,
          found: "credentials in the address (not shown)",
          expected: "an address without credentials",
          mend: "take them out, and give them in Terraform's environment: TF_HTTP_USERNAME and TF_HTTP_PASSWORD",
        },
      ];
    }),
};
