import type { PropertiesOf } from "./form";
import type { ClientCertificate, EspoCrmConnection, Retries } from "../espocrm/props";
import { type Attributes, type Complete, propsOf } from "./attribute";
import { harmless, lookTwice, switched } from "./effect";
import { anyText, flag, type FormFinding, whole } from "./form";
import { address, certificates, headers, variable } from "./forms";
import { objectOf } from "./property";
import { isUnresolved } from "../terraform/unresolved";

/** A key that the program sets, and no file. */
const INSTANCE = {
  says: "an instance of Terraform's provider",
  form: anyText,
  inFile: false,
} as const;

const RETRIES = {
  attempts: { says: "repetitions at most", form: whole(0, 20), required: true, example: 3 },
  minimumWait: {
    says: "seconds before the first repetition",
    form: whole(1, 3600),
    default: 1,
  },
  maximumWait: {
    says: "seconds between repetitions at most",
    form: whole(1, 3600),
    default: 30,
  },
} as const satisfies PropertiesOf<Retries>;

/** The longest wait is no shorter than the shortest. */
function longestWait(value: unknown): FormFinding[] {
  const { maximumWait, minimumWait = 1 } = value as Retries;
  if (isUnresolved(maximumWait) || isUnresolved(minimumWait)) return [];
  if (maximumWait === undefined || maximumWait >= minimumWait) return [];
  return [
    {
      path: ["maximumWait"],
      found: String(maximumWait),
      expected: `a whole number from ${minimumWait} to 3600`,
      mend: "choose one in that range, or leave it out",
    },
  ];
}

const CLIENT_CERTIFICATE = {
  certificate: {
    says: "the certificate (PEM)",
    form: certificates,
    required: true,
    inFile: {
      key: "certificateFile",
      says: "a file, relative to this one, with the certificate (PEM)",
      form: anyText,
      example: "terraform.pem",
    },
  },
  keyVariable: {
    says: "the name of the Terraform variable that holds its private key (PEM)",
    form: variable,
    required: true,
    example: "espocrm_client_key",
  },
} as const satisfies PropertiesOf<ClientCertificate>;

const OTHER_WAY = lookTwice("Terraform reaches EspoCRM in another way");
const DANGEROUS = "leave it out: the construct never sets it";
const HOW = "take the change back in the configuration, and plan again";

/** What the construct never sets, and what would change what Terraform sends or keeps. */
const never = (label: string) => ({
  props: {},
  label,
  effect: lookTwice(`${label} of Terraform's EspoCRM provider changes`),
  fix: DANGEROUS,
  shown: "by-name" as const,
});

/** The block of Terraform's provider `Mastercard/restapi`, and what else says which EspoCRM it is. */
export const RESTAPI_PROVIDER = {
  uri: {
    props: {
      url: {
        says: "EspoCRM's public address, the Site URL of its settings",
        form: address("espocrm"),
        required: true,
        example: "https://espocrm.company",
      },
      apiUrl: {
        says: "the address at which Terraform reaches EspoCRM",
        form: address("espocrm"),
        otherwise: "`url`",
        example: "https://espocrm.internal.company",
        from: ({ espocrm }) => espocrm.url,
      },
      backchannelUrl: {
        says: "the address at which authentik's server reaches EspoCRM",
        form: address("espocrm"),
        otherwise: "`url`",
        example: "https://espocrm.internal.company",
        from: ({ espocrm }) => espocrm.url,
      },
      allowPlainHttp: {
        says: "whether plain http to hosts other than this machine is allowed",
        form: flag,
        default: false,
        known: "it decides whether a secret may cross the network in clear text",
      },
      terraformProvider: INSTANCE,
      provider: INSTANCE,
    },
    label: "EspoCRM's API address",
    effect: lookTwice(
      "Terraform asks EspoCRM at another address: {after}; the administrator's password is sent there",
    ),
    fix: "see that it is the same EspoCRM",
  },
  username: {
    props: {
      usernameVariable: {
        says: "the name of the Terraform variable that holds an administrator's user name",
        form: variable,
        default: "espocrm_username",
      },
    },
    label: "the administrator's user name",
    effect: lookTwice("Terraform takes the administrator's user name from elsewhere"),
    fix: "take it from a Terraform variable",
    shown: "by-name",
  },
  password: {
    props: {
      passwordVariable: {
        says: "the name of the Terraform variable that holds that administrator's password or auth token",
        form: variable,
        default: "espocrm_password",
      },
    },
    label: "the administrator's password",
    effect: lookTwice("Terraform takes the administrator's password from elsewhere"),
    fix: "take it from a Terraform variable",
    shown: "by-name",
  },
  headers: {
    props: {
      headers: {
        says: "extra HTTP headers of Terraform's requests to EspoCRM, for an access proxy: header name: name of the Terraform variable that holds its value",
        form: headers,
        otherwise: "none",
        example: { "CF-Access-Client-Secret": "access_secret" },
        from: () => ({}),
      },
    },
    label: "headers to EspoCRM",
    effect: lookTwice("Terraform sends EspoCRM other headers"),
    fix: HOW,
    shown: "by-name",
  },
  root_ca_string: {
    props: {
      certificateAuthority: {
        says: "certificates of the private authority that signed EspoCRM's (PEM)",
        form: certificates,
        otherwise: "the system's authorities",
        inFile: {
          key: "certificateAuthorityFile",
          says: "a file, relative to this one, with the certificates of a private authority (PEM)",
          form: anyText,
          example: "company-ca.pem",
        },
      },
    },
    label: "EspoCRM's certificate authority",
    effect: lookTwice("Terraform trusts another authority for EspoCRM's certificate"),
    fix: HOW,
    shown: "by-name",
  },
  cert_string: {
    props: {
      clientCertificate: {
        says: "the client certificate that Terraform presents (mutual TLS)",
        form: objectOf(CLIENT_CERTIFICATE),
        otherwise: "none",
      },
    },
    label: "the client certificate",
    effect: OTHER_WAY,
    fix: HOW,
    shown: "by-name",
  },
  key_string: {
    props: {},
    label: "the client certificate's key",
    effect: OTHER_WAY,
    fix: HOW,
    shown: "by-name",
  },
  insecure: {
    props: {
      verifyTls: {
        says: "whether Terraform verifies EspoCRM's certificate",
        form: flag,
        default: true,
        known: "it decides whether a secret may be given to whoever stands between",
      },
    },
    label: "verification of EspoCRM's certificate",
    effect: switched(
      lookTwice(
        "Terraform no longer verifies EspoCRM's certificate: whoever stands between gets the administrator's password",
      ),
      harmless("Terraform verifies EspoCRM's certificate"),
    ),
    fix: "leave verifyTls out; give a private authority as espocrm.certificateAuthority",
    usual: false,
  },
  timeout: {
    props: {
      timeout: { says: "seconds that a request may take", form: whole(1, 3600), default: 60 },
    },
    label: "the time-out of requests to EspoCRM",
    effect: harmless("it is only how long Terraform waits for EspoCRM's answers"),
    fix: HOW,
  },
  retries: {
    props: {
      retries: {
        says: "the repetition of requests that failed",
        form: objectOf(RETRIES, { rule: "number-range", find: longestWait }),
        otherwise: "none",
      },
    },
    label: "the repetition of requests to EspoCRM",
    effect: harmless("it is only how often Terraform tries a request again"),
    fix: HOW,
  },
  test_path: never("the path that is tried first"),
  bearer_token: never("the bearer token"),
  cert_file: never("the client certificate's file"),
  copy_keys: never("the keys that are copied"),
  create_method: never("the method of creation"),
  create_returns_object: never("what a creation answers"),
  debug: never("the log of requests, secrets included,"),
  destroy_method: never("the method of deletion"),
  id_attribute: never("the attribute that holds an id"),
  key_file: never("the file of the client certificate's key"),
  oauth_client_credentials: never("the OAuth credentials"),
  rate_limit: never("the limit of requests"),
  read_method: never("the method of reading"),
  root_ca_file: never("the file of the certificate authority"),
  update_method: never("the method of change"),
  use_cookies: never("the use of cookies"),
  write_returns_object: never("what a change answers"),
  xssi_prefix: never("the prefix of answers"),
} as const satisfies Attributes;

/** `espocrm` of an integration; the compiler refuses a property without a row. */
export const ESPOCRM_PROPS = propsOf(
  RESTAPI_PROVIDER satisfies Complete<EspoCrmConnection, typeof RESTAPI_PROVIDER>,
);
