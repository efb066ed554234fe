const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const TOKENS = /("""|''')[^]*?\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*|["'()[\]{}]/g;
const LONG_STRING = /("""|''')[^]*?\1/g;
const STATEMENT = /^(\s*)(if|elif|else|for|while|with|try|except|finally)\b.*:\s*(#.*)?$/;

/**
 * What is wrong with a Python expression, in the words of Python's compiler; undefined if nothing
 * is found. authentik compiles what it is given as the body of a function, so that lines count from
 * 2; the sandbox has no Python, and looks only at whether brackets and quotes are closed, and blocks
 * indented.
 */
export function syntaxError(expression: string, file: string): string | undefined {
  return unclosed(expression, file) ?? unindented(expression, file);
}

function unclosed(expression: string, file: string): string | undefined {
  const open: { readonly bracket: string; readonly line: number }[] = [];
  for (const { 0: token, index } of expression.matchAll(TOKENS)) {
    const line = expression.slice(0, index).split("\n").length + 1;
    const place = `(${file}, line ${line})`;
    if (token === '"' || token === "'") {
      return `unterminated string literal (detected at line ${line}) ${place}`;
    }
    if (token in CLOSING) open.push({ bracket: token, line });
    if (!Object.values(CLOSING).includes(token)) continue;
    const last = open.pop();
    if (last === undefined) return `unmatched '${token}' ${place}`;
    if (CLOSING[last.bracket] !== token) {
      return `closing parenthesis '${token}' does not match opening parenthesis '${last.bracket}' ${place}`;
    }
  }
  const last = open.pop();
  return last && `'${last.bracket}' was never closed (${file}, line ${last.line})`;
}

function unindented(expression: string, file: string): string | undefined {
  const lines = expression
    .replace(LONG_STRING, (text) => text.replace(/[^\n]/g, "_"))
    .split("\n")
    .map((text, index) => ({ text, number: index + 2 }))
    .filter(({ text }) => !/^\s*(#|$)/.test(text));
  for (const [at, { text, number }] of lines.entries()) {
    const [, indentation = "", keyword] = STATEMENT.exec(text) ?? [];
    if (keyword === undefined) continue;
    const block = lines[at + 1];
    if (block && /^\s/.test(block.text.slice(indentation.length))) continue;
    const line = block?.number ?? number;
    return `expected an indented block after '${keyword}' statement on line ${number} (${file}, line ${line})`;
  }
  return undefined;
}
