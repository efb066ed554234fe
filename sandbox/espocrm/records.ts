import { EspoError } from "./errors";
import type { SettingsData } from "./settings";

/**
 * The answer of a list of records. Of EspoCRM's conditions the sandbox knows one:
 * `where[0][type]=equals&where[0][attribute]=…&where[0][value]=…`; `select` names what is shown besides
 * the id.
 *
 * @param limit `recordListMaxSizeLimit`
 */
export function recordList(
  records: readonly SettingsData[],
  query: URLSearchParams,
  limit: number,
): SettingsData {
  const maxSize = Number(query.get("maxSize") ?? 20);
  if (maxSize > limit) throw new EspoError(403, `Max size should not exceed ${limit}.`);
  const attribute = query.get("where[0][attribute]");
  const isWanted = (record: SettingsData): boolean =>
    query.get("where[0][type]") !== "equals" ||
    attribute === null ||
    record[attribute] === query.get("where[0][value]");
  const found = records.filter(isWanted);
  const offset = Number(query.get("offset") ?? 0);
  const select = query.get("select")?.split(",");
  const list = found
    .slice(offset, offset + maxSize)
    .map((record) =>
      select === undefined
        ? record
        : Object.fromEntries(
            Object.entries(record).filter(([name]) => ["id", ...select].includes(name)),
          ),
    );
  return { total: found.length, list };
}
