/** Look-ups of what authentik itself brings: flows, keys, scope mappings. */
import { printTime } from "../../go-text";
import type { Attributes } from "../../wire/values";
import { asText } from "../../wire/values";
import { panic } from "../panic";
import * as shapes from "../shapes";
import type { Lookup } from "./lookup";
import { conflict, firstOf, queryOf } from "./lookup";

/** `authentik_flow`: with no filter, the first flow of all. */
export const flow: Lookup = {
  read: async (client, config) => {
    const query = queryOf(config, ["slug", "designation"]);
    const found = await client.list("/flows/instances/", shapes.flow, query);
    const first = firstOf(found, "No matching flows found");
    return {
      id: asText(first["pk"]),
      name: asText(first["name"]),
      title: asText(first["title"]),
      slug: asText(first["slug"]),
      designation: asText(first["designation"]),
      authentication: asText(first["authentication"]),
    };
  },
};

/** `authentik_certificate_key_pair`: fetches certificate and private key unless it is told not to. */
export const certificateKeyPair: Lookup = {
  behaviours: { fetch_certificate: { standard: true }, fetch_key: { standard: true } },
  read: async (client, config) => {
    const path = "/crypto/certificatekeypairs/";
    const query = queryOf(config, ["name"]);
    const found = await client.list(path, shapes.certificateKeyPair, query);
    const pair = firstOf(found, "No matching groups found");
    const id = asText(pair["pk"]);
    const expiry = pair["cert_expiry"];
    if (typeof expiry !== "string") panic("invalid memory address or nil pointer dereference");
    const fetch = async (what: string) => {
      const { data } = await client.get(`${path}${id}/${what}/`, shapes.certificateData);
      return `${asText(data)}\n`;
    };
    return {
      id,
      name: asText(pair["name"]),
      expiry: printTime(expiry),
      subject: asText(pair["cert_subject"]),
      fingerprint1: asText(pair["fingerprint_sha1"]),
      fingerprint256: asText(pair["fingerprint_sha256"]),
      ...(config["fetch_certificate"] === true && {
        certificate_data: await fetch("view_certificate"),
      }),
      ...(config["fetch_key"] === true && { key_data: await fetch("view_private_key") }),
    };
  },
};

/** `authentik_property_mapping_provider_scope`: of a list, all of them, in authentik's order. */
export const scopeMapping: Lookup = {
  validate: (config) => conflict(config, "name", "managed_list"),
  read: async (client, config): Promise<Attributes> => {
    const several = queryOf(config, ["managed_list"])["managed_list"];
    const found = await client.list("/propertymappings/provider/scope/", shapes.scopeMapping, {
      ...queryOf(config, ["managed", "name", "scope_name"]),
      ...(several !== undefined && { managed: several }),
    });
    const first = firstOf(found, "No matching mappings found");
    if (several !== undefined) return { id: "-1", ids: found.map(({ pk }) => asText(pk)) };
    return {
      id: asText(first["pk"]),
      name: asText(first["name"]),
      expression: asText(first["expression"]),
      scope_name: asText(first["scope_name"]),
      description: asText(first["description"]),
    };
  },
};
