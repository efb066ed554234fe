import type { Fault } from "../../sandbox/http/faults";
import type { JournaledRequest } from "../../sandbox/http/journal";

/** What an apply does to the integration. */
export type Act = "create" | "update" | "rotate" | "destroy";

/** The server that a request goes to. */
export type Server = "authentik" | "espocrm";

/** A moment of an apply at which Terraform is killed. */
export interface Point {
  /** What the apply does. */
  readonly act: Act;
  /** Whether the server has carried the request out, and only its answer is missing. */
  readonly when: "before" | "after";
  /** The server that gets the request. */
  readonly server: Server;
  /** The request as people read it, ids left out: `PUT /api/v3/policies/expression/…/`. */
  readonly request: string;
  /** Which one it is of those that read the same, from 1. */
  readonly turn: number;
}

/** Terraform's providers, not this program. */
const TERRAFORM = /^(Go-http-client|authentik-terraform)/;

/** The requests that Terraform made, of all that a server got. */
export function requestsOf(
  journal: readonly JournaledRequest[],
): readonly Pick<Point, "request" | "turn">[] {
  const turns = new Map<string, number>();
  return journal.flatMap(({ headers, method, url }) => {
    const request = `${method} ${withoutIds(url)}`;
    const turn = (turns.get(request) ?? 0) + 1;
    turns.set(request, turn);
    return TERRAFORM.test(headers["user-agent"] ?? "") ? [{ request, turn }] : [];
  });
}

const withoutIds = (url: string): string =>
  url.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|(?<=\/oauth2\/)\d+/g, "…");

/** The request is never answered: who waits for the answer can be killed meanwhile. */
export function silence({ request, turn, when }: Point): Fault {
  const [method = "", url = ""] = request.split(" ");
  const path = url.split("…").map(escaped).join("[^/?]+");
  return {
    method,
    path: new RegExp(`^${path}$`),
    skip: turn - 1,
    times: 1,
    effect: { kind: "silence", carriedOut: when === "after" },
  };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

const at = (act: Act, when: Point["when"], request: string, turn = 1): Point => {
  const server = request.includes("/api/v1/") ? "espocrm" : "authentik";
  return { act, when, server, request, turn };
};

const SETTINGS = "PUT /api/v1/Settings";

/** What is tried each time; `KILLS=all` tries each request of each act, before and after the answer. */
export const CHOSEN: readonly Point[] = [
  at("create", "after", "POST /api/v3/policies/expression/"),
  at("update", "before", "PUT /api/v3/policies/expression/…/"),
  at("destroy", "after", SETTINGS),
  at("create", "after", "POST /api/v3/core/applications/"),
  at("update", "after", "PUT /api/v3/policies/expression/…/"),
  at("destroy", "after", "DELETE /api/v3/core/applications/espocrm/"),
  at("create", "after", SETTINGS),
  at("destroy", "after", "DELETE /api/v3/policies/bindings/…/"),
  at("create", "before", "POST /api/v3/policies/bindings/"),
  at("rotate", "before", SETTINGS),
  at("update", "after", "POST /api/v3/policies/bindings/"),
  at("update", "after", SETTINGS),
];
