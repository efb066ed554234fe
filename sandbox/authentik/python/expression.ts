/** An object with attributes, as Python has them; functions are its methods. */
export class PythonObject {
  constructor(
    /** Values and methods by name. */
    readonly attributes: Readonly<Record<string, unknown>>,
  ) {}
}

/** Python that the sandbox cannot run, or that fails. */
export class PythonError extends Error {}

type Scope = Readonly<Record<string, unknown>>;
type Expression = (scope: Scope) => unknown;

const TOKEN =
  /\s*(?:#[^\n]*(?:\n|$)\s*)*(?:("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(==|[[\]{}(),:.=]))/y;
const CONSTANTS: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };

/**
 * Runs a little Python: assignments and a `return`, of literals, lists, dicts, names, attributes,
 * items, calls (a keyword argument counts by its place), `==`, `in`, `or`, a few methods of texts, and
 * `[… for x in …]`. authentik runs any Python; everything else fails here.
 */
export function runPython(source: string, globals: Scope): unknown {
  const reader = new Reader(source);
  let scope = globals;
  for (;;) {
    const name = reader.name();
    if (name === "return") {
      const result = expression(reader);
      reader.end();
      return result(scope);
    }
    reader.take("=");
    scope = { ...scope, [name]: expression(reader)(scope) };
  }
}

function expression(reader: Reader): Expression {
  const left = comparison(reader);
  if (!reader.skip("or")) return left;
  const right = expression(reader);
  return (scope) => {
    const value = left(scope);
    return isTruthy(value) ? value : right(scope);
  };
}

function comparison(reader: Reader): Expression {
  const left = operand(reader);
  if (reader.skip("==")) {
    const right = operand(reader);
    return (scope) => left(scope) === right(scope);
  }
  if (reader.skip("in")) {
    const right = operand(reader);
    return (scope) => iterable(right(scope)).includes(left(scope));
  }
  return left;
}

function operand(reader: Reader): Expression {
  let value = primary(reader);
  for (;;) {
    const inner = value;
    if (reader.skip(".")) {
      const name = reader.name();
      value = (scope) => attribute(inner(scope), name);
    } else if (reader.skip("(")) {
      const parts = list(reader, ")");
      value = (scope) =>
        call(
          inner(scope),
          parts.map((part) => part(scope)),
        );
    } else if (reader.skip("[")) {
      const key = expression(reader);
      reader.take("]");
      value = (scope) => item(inner(scope), key(scope));
    } else return value;
  }
}

function primary(reader: Reader): Expression {
  if (reader.skip("{")) return dict(reader);
  if (reader.skip("[")) return listOrComprehension(reader);
  const { text, kind } = reader.next();
  if (kind === "string") {
    const value = text.slice(1, -1).replace(/\\(.)/g, "$1");
    return () => value;
  }
  if (kind === "number") return () => Number(text);
  if (kind !== "name") throw new PythonError(`unexpected '${text}'`);
  if (Object.hasOwn(CONSTANTS, text)) return () => CONSTANTS[text];
  return (scope) => {
    if (Object.hasOwn(scope, text)) return scope[text];
    throw new PythonError(`name '${text}' is not defined`);
  };
}

function dict(reader: Reader): Expression {
  const entries: (readonly [Expression, Expression])[] = [];
  while (!reader.skip("}")) {
    const key = expression(reader);
    reader.take(":");
    entries.push([key, expression(reader)]);
    if (!reader.skip(",")) {
      reader.take("}");
      break;
    }
  }
  return (scope) =>
    Object.fromEntries(entries.map(([key, value]) => [String(key(scope)), value(scope)]));
}

function listOrComprehension(reader: Reader): Expression {
  if (reader.skip("]")) return () => [];
  const first = expression(reader);
  if (!reader.skip("for")) {
    const rest = reader.skip(",") ? list(reader, "]") : (reader.take("]"), []);
    return (scope) => [first, ...rest].map((part) => part(scope));
  }
  const name = reader.name();
  reader.take("in");
  const items = expression(reader);
  reader.take("]");
  return (scope) => iterable(items(scope)).map((value) => first({ ...scope, [name]: value }));
}

function list(reader: Reader, end: string): Expression[] {
  const parts: Expression[] = [];
  while (!reader.skip(end)) {
    const part = expression(reader);
    parts.push(end === ")" && reader.skip("=") ? expression(reader) : part);
    if (!reader.skip(",")) {
      reader.take(end);
      break;
    }
  }
  return parts;
}

function attribute(value: unknown, name: string): unknown {
  if (value instanceof PythonObject && Object.hasOwn(value.attributes, name)) {
    return value.attributes[name];
  }
  if (isDict(value) && name === "get") {
    return (key: unknown, otherwise: unknown = null) =>
      Object.hasOwn(value, String(key)) ? value[String(key)] : otherwise;
  }
  if (typeof value === "string" && Object.hasOwn(STRING_METHODS, name))
    return (...parameters: unknown[]) => STRING_METHODS[name]?.(value, parameters);
  throw new PythonError(`no attribute '${name}'`);
}

const STRING_METHODS: Readonly<
  Record<string, (text: string, parameters: readonly unknown[]) => unknown>
> = {
  strip: (text) => text.trim(),
  split: (text, [separator]) =>
    separator === undefined
      ? text.split(/\s+/).filter((word) => word !== "")
      : text.split(separatorOf(separator)),
  join: (text, [words]) =>
    iterable(words)
      .map((word) => {
        if (typeof word === "string") return word;
        throw new PythonError("expected str instance");
      })
      .join(text),
  rpartition: (text, [separator]) => {
    const at = text.lastIndexOf(separatorOf(separator));
    return at < 0
      ? ["", "", text]
      : [text.slice(0, at), separator, text.slice(at + separatorOf(separator).length)];
  },
};

function separatorOf(value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw new PythonError("empty separator");
}

const isTruthy = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : isDict(value)
      ? Object.keys(value).length > 0
      : Boolean(value);

function item(value: unknown, key: unknown): unknown {
  if (isDict(value) && Object.hasOwn(value, String(key))) return value[String(key)];
  if (Array.isArray(value) && typeof key === "number" && key < value.length)
    return value[key] as unknown;
  throw new PythonError(`no item '${String(key)}'`);
}

function call(value: unknown, parameters: readonly unknown[]): unknown {
  if (typeof value === "function") return (value as (...all: unknown[]) => unknown)(...parameters);
  throw new PythonError("object is not callable");
}

function iterable(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new PythonError("object is not iterable");
}

/** Whether a value is a dict. */
export function isDict(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof PythonObject)
  );
}

type Token = {
  readonly text: string;
  readonly kind: "string" | "number" | "name" | "mark" | "end";
};

class Reader {
  #at = 0;
  #ahead: Token | undefined;

  constructor(private readonly source: string) {}

  next(): Token {
    const token = this.#peek();
    this.#ahead = undefined;
    return token;
  }

  name(): string {
    const { text, kind } = this.next();
    if (kind !== "name") throw new PythonError(`expected a name, found '${text}'`);
    return text;
  }

  skip(text: string): boolean {
    const token = this.#peek();
    if (token.text !== text || (token.kind !== "mark" && token.kind !== "name")) return false;
    this.next();
    return true;
  }

  take(text: string): void {
    if (!this.skip(text)) throw new PythonError(`expected '${text}', found '${this.#peek().text}'`);
  }

  end(): void {
    const { text, kind } = this.#peek();
    if (kind !== "end") throw new PythonError(`unexpected '${text}'`);
  }

  #peek(): Token {
    return (this.#ahead ??= this.#read());
  }

  #read(): Token {
    TOKEN.lastIndex = this.#at;
    const found = TOKEN.exec(this.source);
    if (found === null) {
      const rest = this.source
        .slice(this.#at)
        .replace(/#[^\n]*/g, "")
        .trim();
      return { text: rest, kind: rest === "" ? "end" : "mark" };
    }
    this.#at = TOKEN.lastIndex;
    const [, string, number, name, mark = ""] = found;
    if (string !== undefined) return { text: string, kind: "string" };
    if (number !== undefined) return { text: number, kind: "number" };
    return name === undefined ? { text: mark, kind: "mark" } : { text: name, kind: "name" };
  }
}
