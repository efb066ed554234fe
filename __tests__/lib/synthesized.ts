import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { z } from "zod";
import { EspoAuthentikStack } from "../../lib";
import { type Changes, company } from "./company";

/** A block of Terraform's JSON, without what CDKTF writes for itself. */
const block = z
  .record(z.string(), z.unknown())
  .transform((all) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== "//")));
const blocks = z.record(z.string(), z.record(z.string(), block)).default({});

const stackJson = z.looseObject({
  check: z.record(z.string(), block).default({}),
  data: blocks,
  locals: block.default({}),
  moved: z.array(z.unknown()).optional(),
  output: z.record(z.string(), z.looseObject({ value: z.unknown() })).default({}),
  provider: z.record(z.string(), z.array(block)).default({}),
  resource: blocks,
  terraform: z.looseObject({
    backend: z.record(z.string(), block).optional(),
    cloud: block.optional(),
    required_providers: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  }),
  variable: z.record(z.string(), block).default({}),
});

const manifestJson = z.object({
  stacks: z.record(
    z.string(),
    z.object({ annotations: z.array(z.object({ level: z.string(), message: z.string() })) }),
  ),
});

/** A block of Terraform's JSON. */
export type Block = z.infer<typeof block>;

/** What CDKTF wrote for one stack. */
export class Synthesized {
  /** The name of the stack in tests. */
  static readonly STACK = "acme";

  /** The company's stack, with changes. */
  static company(changes: Changes = {}): Synthesized {
    return Synthesized.app(
      (app) => new EspoAuthentikStack(app, Synthesized.STACK, company(changes)),
    );
  }

  /** A stack that `build` fills. */
  static program(build: (stack: TerraformStack) => void): Synthesized {
    return Synthesized.app((app) => {
      build(new TerraformStack(app, Synthesized.STACK));
    });
  }

  /** An app that `build` fills, in a folder of its own that is gone afterwards. */
  static app(build: (app: App) => void): Synthesized {
    const outdir = mkdtempSync(join(tmpdir(), "espo-authentik-"));
    try {
      const app = new App({ outdir });
      build(app);
      app.synth();
      const read = (path: string) => readFileSync(join(outdir, path), "utf8");
      return new Synthesized(
        read(`stacks/${Synthesized.STACK}/cdk.tf.json`),
        read("manifest.json"),
      );
    } finally {
      rmSync(outdir, { recursive: true });
    }
  }

  private readonly stack: z.infer<typeof stackJson>;

  private constructor(
    /** The stack's JSON, as Terraform reads it. */
    readonly text: string,
    /** CDKTF's manifest of all stacks. */
    readonly manifest: string,
  ) {
    this.stack = stackJson.parse(JSON.parse(text));
  }

  /** The only resource of a type, or the one of that name. */
  resource(type: string, name?: string): Block {
    return one(this.resources(type), `resource ${type}`, name);
  }

  /** All resources of a type, by name. */
  resources(type: string): Record<string, Block> {
    return this.stack.resource[type] ?? {};
  }

  /** The only look-up of a type, or the one of that name. */
  data(type: string, name?: string): Block {
    return one(this.lookUps(type), `data ${type}`, name);
  }

  /** All look-ups of a type, by name. */
  lookUps(type: string): Record<string, Block> {
    return this.stack.data[type] ?? {};
  }

  /** All instances of a Terraform provider. */
  providers(name: string): Block[] {
    return this.stack.provider[name] ?? [];
  }

  /** The only instance of a Terraform provider. */
  provider(name: string): Block {
    return one(Object.fromEntries(this.providers(name).entries()), `provider ${name}`);
  }

  /** Outputs, checks, local values and variables, by name. */
  get outputs() {
    return this.stack.output;
  }
  get checks() {
    return this.stack.check;
  }
  get moved() {
    return this.stack.moved;
  }
  /** Its local values. */
  get locals() {
    return this.stack.locals;
  }
  get variables() {
    return this.stack.variable;
  }

  /** Backend and provider versions. */
  get terraform() {
    return this.stack.terraform;
  }

  /** What CDKTF's commands show when they synthesize. */
  get warnings(): string[] {
    const { stacks } = manifestJson.parse(JSON.parse(this.manifest));
    return Object.values(stacks).flatMap(({ annotations }) =>
      annotations.map(({ level, message }) => `${level}: ${message}`),
    );
  }

  /** One of the objects in EspoCRM. */
  espocrm(name: "observer" | "secret" | "settings" | "key_cache"): Block {
    return this.resource("restapi_object", name);
  }

  /** EspoCRM's settings as they are to be; references are texts like `local.x`. */
  get settings(): Block {
    return jsonencoded(this.espocrm("settings")["update_data"]);
  }
}

/** The argument of a `jsonencode`, with references as texts. */
export function jsonencoded(expression: unknown): Block {
  const hcl = /^\$\{jsonencode\((.*)\)\}$/s.exec(z.string().parse(expression))?.[1] ?? "";
  const json = hcl
    .replace(/("(?:[^"\\]|\\.)*") = /g, "$1: ")
    .replace(/: ([a-z_]\w*\.[\w.-]+)/g, ': "$1"');
  return block.parse(JSON.parse(json));
}

function one(named: Record<string, Block>, what: string, name?: string): Block {
  const names = name === undefined ? Object.keys(named) : [name];
  const found = names.length === 1 ? named[names[0] ?? ""] : undefined;
  if (found === undefined) {
    throw new Error(`Expected one ${what} ${name ?? ""}, found ${Object.keys(named).join(", ")}`);
  }
  return found;
}
