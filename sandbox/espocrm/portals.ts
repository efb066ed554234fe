import { z } from "zod";
import { EspoError } from "./errors";
import { recordId } from "./identifiers";
import type { SettingsData } from "./settings";

/** A portal to begin with. */
export const portalSeedSchema = z.strictObject({
  /** Name, shown to administrators. */
  name: z.string().min(1),
  /** Record id. @default - a new one */
  id: z.string().optional(),
  /** Its own address. @default - below EspoCRM's */
  customUrl: z.string().nullable().default(null),
  /** Its word in addresses in the id's place. @default - none */
  customId: z.string().nullable().default(null),
  /** Whether it can be reached. @default - true */
  isActive: z.boolean().default(true),
  /** The log-in that it has. @default - EspoCRM's own, with passwords */
  authenticationProviderId: z.string().nullable().default(null),
});

/** A portal to begin with. */
export type PortalSeed = z.input<typeof portalSeedSchema>;

/** A portal as stored. */
export interface Portal {
  /** Record id. */
  readonly id: string;
  /** Name. */
  name: string;
  /** Its own address; null if it is below EspoCRM's. */
  customUrl: string | null;
  /** Its word in addresses; null if it is the id. */
  customId: string | null;
  /** Whether it can be reached. */
  isActive: boolean;
  /** Id of its log-in; null: EspoCRM's own. It may be that of a record that is gone. */
  authenticationProviderId: string | null;
  /** When it was written last. */
  modifiedAt: string;
}

/** Attributes that the API can write, as far as the sandbox knows them. */
const WRITABLE = ["name", "customUrl", "customId", "isActive", "authenticationProviderId"] as const;

/** The portals of one EspoCRM. */
export class Portals {
  readonly #portals: Portal[] = [];

  /** @param now Clock, in milliseconds since 1970. */
  constructor(private readonly now: () => number) {}

  /** All portals. */
  list(): readonly Portal[] {
    return this.#portals;
  }

  /** Adds a portal. */
  add(seed: PortalSeed): Portal {
    const { id = recordId(), ...rest } = portalSeedSchema.parse(seed);
    const portal: Portal = { ...rest, id, modifiedAt: this.#time() };
    const index = this.#portals.findIndex((one) => one.id === id);
    if (index < 0) this.#portals.push(portal);
    else this.#portals[index] = portal;
    return portal;
  }

  /** The portal of this record id. */
  existing(id: string): Portal {
    const found = this.#portals.find((portal) => portal.id === id);
    if (found === undefined) throw new EspoError(404, "");
    return found;
  }

  /** The portal that an address names, by its id or its own word. */
  reached(name: string): Portal {
    const portals = this.#portals;
    const found =
      portals.find(({ id }) => id === name) ?? portals.find(({ customId }) => customId === name);
    if (found === undefined) throw new EspoError(404, `Portal ${name} not found.`);
    if (!found.isActive) throw new EspoError(403, `Portal ${name} is not active.`);
    return found;
  }

  /** Writes what is given, and leaves the rest. */
  update(id: string, values: SettingsData): Portal {
    const portal = this.existing(id);
    const given = WRITABLE.filter((name) => Object.hasOwn(values, name));
    Object.assign(portal, Object.fromEntries(given.map((name) => [name, values[name]])));
    portal.modifiedAt = this.#time();
    return portal;
  }

  #time(): string {
    return new Date(this.now()).toISOString().slice(0, 19).replace("T", " ");
  }
}

/** A portal's address, as EspoCRM makes it. */
export function portalUrl({ customId, customUrl, id }: Portal, siteUrl: string): string {
  if (customUrl) return customUrl;
  return `${siteUrl.replace(/\/+$/, "")}/portal/${customId ?? id}/`;
}

/**
 * A portal as the API shows it. The real one has 30 attributes more, all of which a portal may leave
 * empty; some of them are here.
 */
export const shownPortal = (portal: Portal, siteUrl: string, login: unknown): SettingsData => ({
  ...portal,
  url: portalUrl(portal, siteUrl),
  deleted: false,
  isDefault: false,
  authenticationProviderName: login ?? null,
  portalRolesIds: [],
  tabList: [],
  quickCreateList: [],
  theme: null,
  weekStart: -1,
  description: null,
});
