import { basename, dirname, relative, resolve } from "node:path";

/** Beside the sources in a checkout, beside what is made of them in the package. */
const DOCS = resolve(__dirname, basename(dirname(__dirname)) === "dist" ? "../../docs" : "../docs");

/**
 * Where a page of the documentation is, for messages: from the working directory if it is below it, so
 * in a project `node_modules/espo-authentik/docs/…`.
 * @param name as in docs/, `rules.md`
 */
export function page(name: string): string {
  const file = resolve(DOCS, name);
  const near = relative(process.cwd(), file);
  return near.startsWith("..") ? file : near;
}
