import { z } from "zod";

/** A row of authentik's `core/users/`, as far as it is looked at. */
export const userRowSchema = z.object({
  pk: z.number(),
  username: z.string(),
  name: z.string().default(""),
  email: z.string().default(""),
  is_active: z.boolean().default(true),
  type: z.string().default("internal"),
  groups: z.array(z.string()).default([]),
  uid: z.string(),
  uuid: z.string(),
  attributes: z.object({ upn: z.unknown() }).partial().default({}),
});

/** A row of authentik's `core/users/`, as far as it is looked at. */
export type UserRow = z.infer<typeof userRowSchema>;

/** Whether authentik's bindings let somebody in; "perhaps" where code decides. */
export type Entry = "yes" | "perhaps" | "no";

/** A user of authentik, as the comparison takes it. */
export interface Person {
  /** User name at authentik. */
  readonly username: string;
  /** E-mail address; empty without one. */
  readonly email: string;
  /** What EspoCRM gets as the user name; undefined where authentik has nothing to say. */
  readonly claim: string | undefined;
  /** Whether authentik signs it in at all. */
  readonly isActive: boolean;
  /** Whether it is a program's account. */
  readonly isService: boolean;
  /** Whether the bindings let it in. */
  readonly entry: Entry;
}
