import { z } from "zod";
import { type AuthentikRelease, NEWEST_RELEASE, RELEASE_LINES } from "../../authentik/release";
import { about, flag, headers, text, variable } from "./field";

const lines = Object.keys(RELEASE_LINES) as AuthentikRelease[];

/** `authentik`: which authentik signs the users in, and how it is reached. */
export const authentik = about(
  z.strictObject({
    url: text("authentik's public address, as browsers open it", {
      example: "https://authentik.company",
    }),
    apiUrl: text("the address at which Terraform reaches authentik", {
      otherwise: "`url`",
      example: "https://authentik.internal.company",
    }).optional(),
    backchannelUrl: text("the address at which EspoCRM's server reaches authentik", {
      otherwise: "`url`",
      example: "https://authentik.internal.company",
    }).optional(),
    release: about(z.enum(lines), "the release line of the authentik server", {
      default: NEWEST_RELEASE,
      example: NEWEST_RELEASE,
    }).optional(),
    allowPlainHttp: flag("whether plain http to hosts other than this machine is allowed", {
      default: false,
    }).optional(),
    headers: headers("authentik").optional(),
    verifyTls: flag("whether Terraform verifies authentik's certificate", {
      default: true,
    }).optional(),
    tokenVariable: variable("authentik's API token", { default: "authentik_token" }).optional(),
  }),
  "the authentik that signs the users in",
  { example: { url: "https://authentik.company" } },
);

/** `espocrm`: which EspoCRM is integrated, and how it is reached. */
export const espocrm = about(
  z.strictObject({
    url: text("EspoCRM's public address, the Site URL of its settings", {
      example: "https://espocrm.company",
    }),
    apiUrl: text("the address at which Terraform reaches EspoCRM", {
      otherwise: "`url`",
      example: "https://espocrm.internal.company",
    }).optional(),
    backchannelUrl: text("the address at which authentik's server reaches EspoCRM", {
      otherwise: "`url`",
      example: "https://espocrm.internal.company",
    }).optional(),
    allowPlainHttp: flag("whether plain http to hosts other than this machine is allowed", {
      default: false,
    }).optional(),
    usernameVariable: variable("an administrator's user name", {
      default: "espocrm_username",
    }).optional(),
    passwordVariable: variable("that administrator's password or auth token", {
      default: "espocrm_password",
    }).optional(),
    headers: headers("EspoCRM").optional(),
    certificateAuthorityFile: text(
      "a file, relative to this one, with the certificates of a private authority (PEM)",
      { otherwise: "the system's authorities", example: "company-ca.pem" },
    ).optional(),
    clientCertificate: about(
      z.strictObject({
        certificateFile: text("a file, relative to this one, with the certificate (PEM)", {
          example: "terraform.pem",
        }),
        keyVariable: variable("its private key (PEM)", { example: "espocrm_client_key" }),
      }),
      "the client certificate that Terraform presents (mutual TLS)",
      { otherwise: "none" },
    ).optional(),
    verifyTls: flag("whether Terraform verifies EspoCRM's certificate", {
      default: true,
    }).optional(),
    timeout: about(z.int().min(1), "seconds that a request may take", { default: 60 }).optional(),
    retries: about(
      z.strictObject({
        attempts: about(z.int().min(0).max(20), "repetitions at most", { example: 3 }),
        minimumWait: about(z.int().min(1), "seconds before the first repetition", {
          default: 1,
        }).optional(),
        maximumWait: about(z.int().min(1), "seconds between repetitions at most", {
          default: 30,
        }).optional(),
      }),
      "the repetition of requests that failed",
      { otherwise: "none" },
    ).optional(),
  }),
  "the EspoCRM whose users sign in",
  { example: { url: "https://espocrm.company" } },
);
