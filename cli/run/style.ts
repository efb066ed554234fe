import pc from "picocolors";

/** Colours and weights of terminal text. */
export type Style = ReturnType<typeof pc.createColors>;

/**
 * Styles for a stream: none where it is not a terminal, where `NO_COLOR` is set, or where
 * `TERM=dumb`; `FORCE_COLOR` turns them on everywhere.
 * @param stream where the text goes
 */
export function styleFor(
  stream: { readonly isTTY?: boolean },
  environment: NodeJS.ProcessEnv = process.env,
): Style {
  const { FORCE_COLOR, NO_COLOR, TERM } = environment;
  if (NO_COLOR) return pc.createColors(false);
  if (FORCE_COLOR && FORCE_COLOR !== "0") return pc.createColors(true);
  return pc.createColors(stream.isTTY === true && TERM !== "dumb");
}
