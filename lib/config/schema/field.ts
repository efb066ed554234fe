import { z } from "zod";

/** What people are told about a key, besides what it holds. */
export interface About {
  /** Value that counts where the key is left out. */
  readonly default?: unknown;
  /** What happens where the key is left out, if it is no fixed value: `none`, `` `url` ``. */
  readonly otherwise?: string;
  /** The one value that no rule refuses. */
  readonly const?: unknown;
  /** A value as people write it. */
  readonly example?: unknown;
}

/** Registers what a key holds; `description` completes "expected …, ". */
export function about<T extends z.ZodType>(schema: T, description: string, more: About = {}): T {
  const { example, ...rest } = more;
  return schema.meta({
    description,
    ...rest,
    ...(example !== undefined && { examples: [example] }),
  });
}

/** Text. */
export const text = (description: string, more?: About) => about(z.string(), description, more);

/** True or false. */
export const flag = (description: string, more?: About) => about(z.boolean(), description, more);

/** An object of authentik by its name, or `{ id: … }`. */
export const reference = (what: string, more?: About) =>
  about(
    z.union([z.string(), z.strictObject({ id: text("id in authentik's API") })]),
    `the name of ${what}, or { id: … }`,
    more,
  );

/** The name of a Terraform variable; its value is never in the file. */
export const variable = (what: string, more?: About) =>
  about(z.string(), `the name of the Terraform variable that holds ${what}`, more);

/** Header name -> name of a Terraform variable. */
export const headers = (whose: string) =>
  about(
    z.record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/), variable("the header's value")),
    `extra HTTP headers of Terraform's requests to ${whose}, for an access proxy: header name: name of the Terraform variable that holds its value`,
    { otherwise: "none", example: { "CF-Access-Client-Secret": "access_secret" } },
  );
