/** An authentik and an EspoCRM with a great many users: what `users` asks, and nothing else. */
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** Both servers, and how often each was asked for users. */
export interface Crowd {
  readonly authentik: string;
  readonly espocrm: string;
  readonly requests: { authentik: number; espocrm: number; others: number };
  close(): void;
}

/** authentik's largest page unless an administrator has raised it; EspoCRM's. */
const PAGES = { authentik: 100, espocrm: 200 } as const;

const GROUP = "11111111-2222-4333-8444-555555555555";

/** About as long as the avatar that authentik draws for each user. */
const AVATAR = `data:image/svg+xml;base64,${"A".repeat(1500)}`;

/** Every tenth has another name at authentik, every hundredth one that EspoCRM changes to another's. */
const nameAt = (index: number): string =>
  index % 100 === 0 ? `person+${index + 1}` : index % 10 === 0 ? `p.${index}` : `person_${index}`;

const authentikUser = (index: number) => ({
  pk: index,
  username: nameAt(index),
  name: `Person Number ${index}`,
  is_active: index % 20 !== 7,
  last_login: null,
  date_joined: "2026-11-27T03:36:36.178300Z",
  is_superuser: false,
  groups: [GROUP],
  groups_obj: null,
  roles: [],
  roles_obj: null,
  email: `person${index}@company.com`,
  avatar: AVATAR,
  attributes: { department: "Sales", settings: { locale: "en" } },
  uid: String(index).padStart(64, "0"),
  path: "users",
  type: "internal",
  uuid: `11111111-2222-4333-8444-${String(index).padStart(12, "0")}`,
  password_change_date: "2026-11-27T03:36:36.178300Z",
  last_updated: "2026-11-27T03:36:36.178300Z",
});

const espocrmUser = (index: number) => ({
  id: String(index).padStart(17, "0"),
  userName: `person_${index}`,
  type: index % 1000 === 0 ? "admin" : "regular",
  isActive: index % 30 !== 0,
  emailAddress: `person${index}@company.com`,
});

const range = <T>(from: number, to: number, make: (index: number) => T): T[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => make(from + index));

/** Starts both with so many users each. */
export async function startCrowd(count: number): Promise<Crowd> {
  const requests = { authentik: 0, espocrm: 0, others: 0 };
  const listed = (results: readonly unknown[], all: number, size: number, page: number) => ({
    pagination: {
      next: page * size < all ? page + 1 : 0,
      previous: page - 1,
      count: all,
      current: page,
      total_pages: Math.max(1, Math.ceil(all / size)),
      start_index: 1,
      end_index: all,
    },
    results,
    autocomplete: {},
  });
  const authentik = await listening((url) => {
    if (url.pathname === "/api/v3/core/groups/") {
      requests.others += 1;
      return listed([{ pk: GROUP, name: "crm-users", parents: [] }], 1, 100, 1);
    }
    if (url.pathname !== "/api/v3/core/users/") return undefined;
    requests.authentik += 1;
    const size = Math.min(PAGES.authentik, Number(url.searchParams.get("page_size")));
    const page = Number(url.searchParams.get("page"));
    const rows = range((page - 1) * size, Math.min(count, page * size), authentikUser);
    return listed(rows, count, size, page);
  });
  const espocrm = await listening((url) => {
    const path = url.pathname.replace("/api/v1/", "");
    if (path === "User") {
      requests.espocrm += 1;
      const offset = Number(url.searchParams.get("offset"));
      const end = offset + Number(url.searchParams.get("maxSize"));
      return { total: count, list: range(offset, Math.min(count, end), espocrmUser) };
    }
    requests.others += 1;
    if (path === "Settings") {
      return { authenticationMethod: "Espo", recordListMaxSizeLimit: PAGES.espocrm };
    }
    return path === "App/destroyAuthToken"
      ? true
      : { token: "0".repeat(32), user: { userName: "admin", name: "Admin", type: "admin" } };
  });
  return {
    authentik: addressOf(authentik),
    espocrm: addressOf(espocrm),
    requests,
    close: () => [authentik, espocrm].forEach((server) => server.close()),
  };
}

async function listening(answer: (url: URL) => unknown): Promise<Server> {
  const server = createServer((request, response) => {
    const found = answer(new URL(request.url ?? "/", "http://localhost"));
    request.resume();
    response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(found ?? { detail: "Not found." }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const addressOf = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
