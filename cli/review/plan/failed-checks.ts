import type { FailedCheck } from "../model";
import type { Check } from "./plan-json";
import { quoted } from "../render/text";

/** What of a check does not hold, a line a message; empty where it holds. */
export function failures({ address, instances, problems, status }: Check): FailedCheck[] {
  if (status !== "fail" && status !== "error") return [];
  const all = [
    ...(problems ?? []),
    ...(instances ?? []).flatMap((instance) => instance.problems ?? []),
  ];
  const messages = [...new Set(all.map(({ message }) => message ?? ""))].filter(
    (text) => text !== "",
  );
  return (messages.length === 0 ? ["(without a message)"] : messages).map((message) => ({
    name: quoted(address.to_display),
    message: quoted(message),
  }));
}
