import { shownUrl } from "../../servers/http/server-fault";
import type { Check } from "../check";
import { differs, pass } from "../outcome";
import type { Declaration } from "../declaration";

/** authentik answers, and its discovery document is the one that the declaration leads to. */
export const authentik: Check = {
  id: "authentik",
  title: "authentik answers as declared",
  run: async ({ discovery, declared }) => {
    const { document } = await discovery.get();
    const differing = expected(declared).filter(({ claim, value }) => document[claim] !== value);
    const first = differing[0];
    if (first === undefined) {
      return pass(`issuer ${document.issuer}, and all endpoints, are the declared ones`);
    }
    const saw = differing.map(
      ({ claim, value }) => `${claim} is ${String(document[claim])}, not ${value}`,
    );
    return differs(saw.join("; "), fix(String(document[first.claim]), first.value));
  },
};

function expected({ endpoints, issuer }: Declaration): { claim: string; value: string }[] {
  return [
    { claim: "issuer", value: issuer },
    { claim: "authorization_endpoint", value: endpoints.authorization },
    { claim: "token_endpoint", value: endpoints.token },
    { claim: "userinfo_endpoint", value: endpoints.userinfo },
    { claim: "jwks_uri", value: endpoints.jwks },
    { claim: "end_session_endpoint", value: endpoints.endSession },
  ];
}

function fix(found: string, declared: string): string {
  if (!URL.canParse(found)) return "Look into authentik's log.";
  const origins = [found, declared].map((url) => new URL(url).origin);
  if (origins[0] !== origins[1]) {
    return `authentik takes its own address from each request: let the proxy before it pass Host and X-Forwarded-Proto on, or declare ${shownUrl(found).replace(/\/application\/o\/.*$/, "")} as authentik.url.`;
  }
  return "Deploy again; if it stays, give the issuer mode that authentik has as provider.issuerMode.";
}
