const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const TOKENS = /("""|''')[^]*?\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*|["'()[\]{}]/g;

/**
 * What is wrong with a Python expression, in the words of Python's compiler; undefined if nothing
 * is found. authentik compiles what it is given; the sandbox has no Python, and looks only at
 * whether brackets and quotes are closed.
 */
export function syntaxError(expression: string): string | undefined {
  const open: { readonly bracket: string; readonly line: number }[] = [];
  for (const { 0: token, index } of expression.matchAll(TOKENS)) {
    const line = expression.slice(0, index).split("\n").length;
    if (token === '"' || token === "'") {
      return `unterminated string literal (detected at line ${line}) (<string>, line ${line})`;
    }
    if (token in CLOSING) open.push({ bracket: token, line });
    if (!Object.values(CLOSING).includes(token)) continue;
    const last = open.pop();
    if (last === undefined) return `unmatched '${token}' (<string>, line ${line})`;
    if (CLOSING[last.bracket] !== token) {
      return `closing parenthesis '${token}' does not match opening parenthesis '${last.bracket}' (<string>, line ${line})`;
    }
  }
  const last = open.pop();
  return last && `'${last.bracket}' was never closed (<string>, line ${last.line})`;
}
