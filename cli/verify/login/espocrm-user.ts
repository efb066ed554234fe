import { z } from "zod";
import { answerJson } from "../../servers/http/answer";
import type { HttpClient } from "../../servers/http/client";
import { ServerFault } from "../../servers/http/server-fault";
import { basic, type Credentials } from "../observations/espocrm";

const usersSchema = z.looseObject({
  list: z.array(
    z.looseObject({ userName: z.string(), type: z.string(), isActive: z.boolean().optional() }),
  ),
});

/** An account of EspoCRM, as its administrator sees it. */
export type Account = z.infer<typeof usersSchema>["list"][number];

/** A claim's value as EspoCRM compares it with user names: lower case, and nothing unusual in it. */
export const normalized = (claim: string): string =>
  claim
    .toLowerCase()
    .replace(/[^a-z0-9\-@_.\s]/g, "_")
    .replace(/\s/g, "_");

/**
 * The account of that user name.
 * @returns undefined where there is none, "unknown" where EspoCRM does not tell
 */
export async function accountOf(
  client: HttpClient,
  api: string,
  credentials: Credentials,
  userName: string,
): Promise<Account | undefined | "unknown"> {
  const query = new URLSearchParams({
    select: "userName,type,isActive",
    maxSize: "1",
    "where[0][type]": "equals",
    "where[0][attribute]": "userName",
    "where[0][value]": userName,
  });
  const answer = await client.send({
    url: `${api}/User?${query.toString()}`,
    headers: { authorization: basic(credentials) },
  });
  try {
    return answerJson(answer, usersSchema).list[0];
  } catch (error) {
    if (error instanceof ServerFault) return "unknown";
    throw error;
  }
}
