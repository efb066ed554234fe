import type { Declaration } from "../verify/declaration";
import type { Declared } from "../verify/declarations";

/** What is declared of one integration, as a list shows it. */
export interface Row {
  /** The integration's name. */
  readonly name: string;
  /** The stack it is in. */
  readonly stack: string;
  /** EspoCRM's public address; null where nothing says it any more. */
  readonly espocrm: string | null;
  /** authentik's public address; null where nothing says it any more. */
  readonly authentik: string | null;
  /** The application's slug; null where nothing says it any more. */
  readonly application: string | null;
  /** authentik's release line; null where nothing says it any more. */
  readonly release: string | null;
  /** Whether it is declared as removed. */
  readonly removed: boolean;
}

/** A row for each integration, those that go among them, by name. */
export function rowsOf({ declarations, leaving, removed }: Declared): readonly Row[] {
  const there = declarations.map((declared) => rowOf(declared, false));
  const gone = removed.map((name) => {
    const known = leaving.find((one) => one.name === name);
    return known === undefined ? unknown(name) : rowOf(known, true);
  });
  return [...there, ...gone].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const rowOf = (
  { name, props, release, siteUrl, slug, stack }: Declaration,
  removed: boolean,
): Row => ({
  name,
  stack,
  espocrm: siteUrl,
  authentik: props.authentik.url,
  application: slug,
  release,
  removed,
});

const unknown = (name: string): Row => ({
  name,
  stack: name,
  espocrm: null,
  authentik: null,
  application: null,
  release: null,
  removed: true,
});
