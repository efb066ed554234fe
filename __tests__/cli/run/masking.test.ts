import { Scrubber } from "../../../cli/run/scrubber";
import { scrubbed, takeDownSecrets, takeDown } from "../../../cli/run/masking";

const shown = (text: string, scrubber: Scrubber): string => {
  let written = "";
  scrubbed({ write: (more) => (written += more) }, scrubber).write(text);
  return written;
};

test("values of variables that are named like credentials are never written", () => {
  const scrubber = new Scrubber();
  takeDownSecrets(
    {
      TF_VAR_espocrm_password: "password-value",
      AUTHENTIK_TOKEN: "token-value",
      TF_VAR_espocrm_username: "user-value",
    },
    scrubber,
  );
  const text = "password-value token-value user-value";
  expect(shown(text, scrubber)).toBe("… … user-value");
});

test("a secret of several lines is found line by line, but not its armour", () => {
  const scrubber = new Scrubber();
  const begin = "-----BEGIN PRIVATE KEY-----";
  takeDown(`${begin}\nMIIEvQIBADANBgkqhkiG9w0B\n-----END PRIVATE KEY-----`, scrubber);
  expect(shown(`${begin}\n│ MIIEvQIBADANBgkqhkiG9w0B`, scrubber)).toBe(`${begin}\n│ …`);
});

test("the connection string of the documented backend is one, and so is the password in it", () => {
  const scrubber = new Scrubber();
  takeDownSecrets({ PG_CONN_STR: "postgres://terraform:hunter2hunter@db.company/state" }, scrubber);
  expect(shown("dial postgres://terraform:hunter2hunter@db.company/state", scrubber)).toBe(
    "dial …",
  );
  expect(shown("the password hunter2hunter is wrong", scrubber)).toBe("the password … is wrong");
});
