import { type Effect, harmless } from "./effect";

const TOLD = harmless("it is what Terraform tells other programs; no login reads it");

/** Outputs of a stack of an integration; any other one is looked at twice. */
export const OUTPUTS: Readonly<Record<string, Effect>> = {
  application_uuid: TOLD,
  authorization_endpoint: TOLD,
  client_id: TOLD,
  discovery_url: TOLD,
  end_session_endpoint: TOLD,
  issuer: TOLD,
  jwks_endpoint: TOLD,
  redirect_uri: TOLD,
  token_endpoint: TOLD,
  userinfo_endpoint: TOLD,
  client_secret: harmless("it stays hidden; what becomes of the secret is judged where it is used"),
};
