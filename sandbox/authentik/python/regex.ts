/**
 * A Python pattern as a JavaScript one; undefined if it does not compile. Named groups, `\A`, `\Z`
 * and leading flags are translated; what else differs between the two languages is rare in URLs.
 */
export function pythonRegex(pattern: string): RegExp | undefined {
  const [, flags = "", rest = pattern] = /^\(\?([aimsux]+)\)(.*)$/s.exec(pattern) ?? [];
  const source = rest
    .replace(/\(\?P<(\w+)>/g, "(?<$1>")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replace(/\\A/g, "^")
    .replace(/\\Z/g, "$$");
  try {
    return new RegExp(source, flags.replace(/[^ims]/g, ""));
  } catch {
    return undefined;
  }
}
