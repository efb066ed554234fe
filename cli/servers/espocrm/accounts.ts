import { z } from "zod";
import { answerJson, type HttpAnswer } from "../http/answer";
import { inParallel } from "../../run/in-parallel";

/** Reads a path of EspoCRM's API as its administrator. */
export type AdministratorReads = (path: string) => Promise<HttpAnswer>;

const accountSchema = z.object({
  userName: z.string(),
  type: z.string(),
  isActive: z.boolean().default(true),
  emailAddress: z.string().nullish(),
});

/** An account of EspoCRM, of whatever type, as its administrator sees it. */
export type UserAccount = z.infer<typeof accountSchema>;

const pageSchema = z.looseObject({ total: z.number(), list: z.array(accountSchema) });

/** Pages that are asked for at once: more would only wait in EspoCRM's queue. */
const PAGES_AT_ONCE = 4;

/** Accounts on a page unless its settings allow another number (`recordListMaxSizeLimit`). */
export const ACCOUNTS_AT_ONCE = 200;

/**
 * All accounts that an administrator is shown: none of type `system` or `super-admin`.
 * @param read asks EspoCRM
 * @param pageSize how many it gives at once; it refuses to give more
 * @param take gets the accounts of each page as it comes, so the pages in no order
 * @param most a longer list is not read beyond its first page
 * @returns how many there are
 * @throws {ServerFault} where they can't be read
 */
export async function eachAccount(
  read: AdministratorReads,
  pageSize: number,
  take: (accounts: readonly UserAccount[]) => void,
  most = Infinity,
): Promise<number> {
  const ask = async (offset: number) => {
    const query = new URLSearchParams({
      select: "userName,type,isActive,emailAddress",
      orderBy: "userName",
      order: "asc",
      maxSize: String(pageSize),
      offset: String(offset),
    });
    return answerJson(await read(`User?${query.toString()}`), pageSchema);
  };
  const { list, total } = await ask(0);
  take(list);
  if (total > most) return total;
  const others = Array.from(
    { length: Math.max(0, Math.ceil(total / pageSize) - 1) },
    (_, index) => (index + 1) * pageSize,
  );
  await inParallel(others, PAGES_AT_ONCE, async (offset) => take((await ask(offset)).list));
  return total;
}
