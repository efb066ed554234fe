import { randomUUID } from "node:crypto";
import type { AuthentikState } from "../state/authentik-state";
import { generateId } from "../state/identifiers";
import type { Token } from "../state/models";
import { optional, required } from "./fields";
import * as kind from "./kinds";
import type { Route } from "./route";
import { representUser } from "./users";
import { viewSetRoutes } from "./viewset";

const HALF_AN_HOUR = 30 * 60 * 1000;

/** `/core/tokens/`, by identifier. Others than superusers may make tokens of their own: not imitated. */
export function tokenRoutes(state: AuthentikState): Route[] {
  return viewSetRoutes({
    path: "core/tokens",
    app: "authentik_core",
    model: "Token",
    rows: () => state.tokens.values(),
    find: (id) => [...state.tokens.values()].find(({ identifier }) => identifier === id),
    ordering: ["identifier"],
    search: ["identifier", "intent", "description"],
    filters: {
      identifier: (token, [wanted]) => token.identifier === wanted,
      intent: (token, [intent]) => token.intent === intent,
    },
    represent: ({ key: _, ...token }) => {
      const user = state.users.get(token.user);
      return { ...token, managed: null, user_obj: user && representUser(state, user) };
    },
    writes: {
      fields: {
        identifier: required(kind.text({ max: 255 })),
        user: required(kind.reference(state.users, kind.number)),
        intent: optional(kind.choice("api", "app_password")),
        description: optional(kind.text({ blank: true })),
        expiring: optional(kind.boolean),
        expires: optional(kind.text()),
      },
      unique: { identifier: "Token with this Identifier already exists." },
      create: ({ expires: _, ...written }) => {
        const token: Token = {
          intent: "api",
          description: "",
          expiring: true,
          ...written,
          pk: randomUUID(),
          key: generateId(60),
          // authentik decides it itself for a token of its API.
          expires: new Date(Date.now() + HALF_AN_HOUR).toISOString(),
        };
        state.tokens.set(token.key, token);
        return token;
      },
      destroy: ({ key }) => {
        state.tokens.delete(key);
      },
    },
    details: {
      view_key: {
        method: "GET",
        access: "authentik_core.view_token_key",
        run: ({ key }) => ({ status: 200, body: { key } }),
      },
    },
  });
}
