import type { EspoAuthentikStackProps } from "../../lib";

/** The guide's company, with a group that may log in: breaks no rule, and raises no warning. */
export const COMPANY: EspoAuthentikStackProps = {
  authentik: { url: "https://authentik.company" },
  espocrm: { url: "https://espocrm.company" },
  application: { name: "EspoCRM", slug: "espocrm" },
  bindings: [{ group: "crm-users" }],
};

/** What differs from the company's integration, section by section. */
export type Changes = {
  readonly [K in keyof EspoAuthentikStackProps]?: EspoAuthentikStackProps[K] extends
    readonly unknown[] | string | undefined
    ? EspoAuthentikStackProps[K]
    : Partial<EspoAuthentikStackProps[K]>;
};

/** The company's integration with changes. */
export function company(changes: Changes = {}): EspoAuthentikStackProps {
  return {
    ...COMPANY,
    ...changes,
    authentik: { ...COMPANY.authentik, ...changes.authentik },
    espocrm: { ...COMPANY.espocrm, ...changes.espocrm },
    application: { ...COMPANY.application, ...changes.application },
  } as EspoAuthentikStackProps;
}

/** A value that TypeScript would not let through, as programs in JavaScript may pass it. */
export const untyped = (value: unknown): never => value as never;
