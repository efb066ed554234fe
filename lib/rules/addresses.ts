import type { EspoAuthentikStackProps } from "../props";
import { isUnresolved } from "../terraform/unresolved";
import { withoutTrailingSlash } from "../address";
import type { PropertyPath } from "./rule";

/** An address in an integration's properties. */
export interface Address {
  /** Where it is. */
  readonly path: PropertyPath;
  /** The address as it was given. */
  readonly value: string;
  /** The address, taken apart; `undefined` where it is none. */
  readonly parsed: URL | undefined;
  /** The side that it leads to. */
  readonly side: "authentik" | "espocrm";
  /** Whether EspoCRM stores addresses that are made from it. */
  readonly storedByEspoCrm: boolean;
}

const KEYS = [
  ["authentik", "url", true],
  ["authentik", "apiUrl", false],
  ["authentik", "backchannelUrl", true],
  ["espocrm", "url", false],
  ["espocrm", "apiUrl", false],
  ["espocrm", "backchannelUrl", false],
] as const;

/** All addresses that are given and known at synth. */
export function addresses(props: EspoAuthentikStackProps): Address[] {
  return KEYS.flatMap(([side, key, storedByEspoCrm]) => {
    const value = props[side][key];
    if (value === undefined || isUnresolved(value)) return [];
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    return [{ path: [side, key], value, parsed, side, storedByEspoCrm }];
  });
}

/** An address in the one notation that all notations of it have in common. */
export function canonical(address: string): string {
  if (!URL.canParse(address)) return withoutTrailingSlash(address);
  const { origin, pathname } = new URL(address);
  return withoutTrailingSlash(`${origin}${pathname}`);
}
