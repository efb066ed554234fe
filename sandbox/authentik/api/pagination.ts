import { ApiError } from "./errors";

const PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;

/** One page of a list. */
export interface Page<T> {
  /** Rows of this page. */
  readonly rows: readonly T[];
  /** Where the page stands in the list; page numbers start at 1, 0 stands for none. */
  readonly pagination: {
    /** Number of the page after this one. */
    readonly next: number;
    /** Number of the page before this one. */
    readonly previous: number;
    /** Rows on all pages. */
    readonly count: number;
    /** Number of this page. */
    readonly current: number;
    /** Number of pages; an empty list has one. */
    readonly total_pages: number;
    /** Place of the first row in the list. */
    readonly start_index: number;
    /** Place of the last row in the list. */
    readonly end_index: number;
  };
}

/** The page that `page` and `page_size` of a query ask for. */
export function paginate<T>(rows: readonly T[], query: URLSearchParams): Page<T> {
  const asked = Number(query.get("page_size"));
  const size = asked >= 1 ? Math.min(Math.floor(asked), MAX_PAGE_SIZE) : PAGE_SIZE;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const current = query.get("page") === "last" ? pages : Number(query.get("page") ?? 1);
  if (!Number.isInteger(current) || current < 1 || current > pages) {
    throw new ApiError(404, { detail: "Invalid page." });
  }
  const start = (current - 1) * size;
  const end = Math.min(start + size, rows.length);
  return {
    rows: rows.slice(start, end),
    pagination: {
      next: current < pages ? current + 1 : 0,
      previous: current - 1,
      count: rows.length,
      current,
      total_pages: pages,
      start_index: rows.length === 0 ? 0 : start + 1,
      end_index: end,
    },
  };
}
