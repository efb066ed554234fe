import type { AuthentikConnection } from "../authentik/props";
import { z } from "zod";
import {
  isNewerThanSupported,
  isSupported,
  NEWEST_RELEASE,
  RELEASE_FORM,
  SUPPORTED_RELEASES,
  unsupportedRelease,
} from "../authentik/release";
import { type Attributes, type Complete, propsOf } from "./attribute";
import { harmless, lookTwice, switched } from "./effect";
import { anyText, check, flag, type Form, shown } from "./form";
import { address, headers, variable } from "./forms";

/** One of the supported lines, or a newer one; of another one it is said what to do. */
const releaseLine: Form = {
  schema: z.string().meta({
    anyOf: [{ enum: SUPPORTED_RELEASES }, { pattern: RELEASE_FORM.source }],
  }),
  checks: [
    check("unknown-value", (value) =>
      typeof value === "string" && (isSupported(value) || isNewerThanSupported(value))
        ? undefined
        : {
            found: shown(value),
            expected: `one of ${SUPPORTED_RELEASES.join(", ")}`,
            mend:
              unsupportedRelease(String(value)) ?? "choose that of your server, or leave it out",
          },
    ),
  ],
};

/** A key that the program sets, and no file. */
const INSTANCE = {
  says: "an instance of Terraform's provider",
  form: anyText,
  inFile: false,
} as const;

/** The block of Terraform's provider `goauthentik/authentik`, and what else says which authentik it is. */
export const AUTHENTIK_PROVIDER = {
  url: {
    props: {
      url: {
        says: "authentik's public address, as browsers open it",
        form: address("authentik"),
        required: true,
        example: "https://authentik.company",
      },
      apiUrl: {
        says: "the address at which Terraform reaches authentik",
        form: address("authentik"),
        otherwise: "`url`",
        example: "https://authentik.internal.company",
        from: ({ authentik }) => authentik.url,
      },
      backchannelUrl: {
        says: "the address at which EspoCRM's server reaches authentik",
        form: address("authentik"),
        otherwise: "`url`",
        example: "https://authentik.internal.company",
        from: ({ authentik }) => authentik.url,
      },
      release: {
        says: `the release line of the authentik server: ${SUPPORTED_RELEASES.join(", ")}; a newer one with a warning`,
        form: releaseLine,
        known: "it decides which version of authentik's Terraform provider is installed",
        default: NEWEST_RELEASE,
        example: NEWEST_RELEASE,
      },
      allowPlainHttp: {
        says: "whether plain http to hosts other than this machine is allowed",
        form: flag,
        default: false,
        known: "it decides whether a secret may cross the network in clear text",
      },
    },
    label: "authentik's API address",
    effect: lookTwice(
      "Terraform asks authentik at another address: {after}; its token is sent there",
    ),
    fix: "see that it is the same authentik",
  },
  headers: {
    props: {
      headers: {
        says: "extra HTTP headers of Terraform's requests to authentik, for an access proxy: header name: name of the Terraform variable that holds its value",
        form: headers,
        otherwise: "none",
        example: { "CF-Access-Client-Secret": "access_secret" },
        from: () => ({}),
      },
    },
    label: "headers to authentik",
    effect: lookTwice("Terraform sends authentik other headers"),
    fix: "take the change back in the configuration",
    shown: "by-name",
  },
  insecure: {
    props: {
      verifyTls: {
        says: "whether Terraform verifies authentik's certificate",
        form: flag,
        default: true,
        known: "it decides whether a secret may be given to whoever stands between",
      },
    },
    label: "verification of authentik's certificate",
    effect: switched(
      lookTwice(
        "Terraform no longer verifies authentik's certificate: whoever stands between gets its token",
      ),
      harmless("Terraform verifies authentik's certificate"),
    ),
    fix: "leave verifyTls out; give a private authority as SSL_CERT_FILE in Terraform's environment",
    usual: false,
  },
  token: {
    props: {
      tokenVariable: {
        says: "the name of the Terraform variable that holds authentik's API token",
        form: variable,
        default: "authentik_token",
      },
      terraformProvider: INSTANCE,
      provider: INSTANCE,
    },
    label: "authentik's API token",
    effect: lookTwice("Terraform takes authentik's token from elsewhere"),
    fix: "take it from a Terraform variable",
    shown: "by-name",
  },
} as const satisfies Attributes;

/** `authentik` of an integration; the compiler refuses a property without a row. */
export const AUTHENTIK_PROPS = propsOf(
  AUTHENTIK_PROVIDER satisfies Complete<AuthentikConnection, typeof AUTHENTIK_PROVIDER>,
);
