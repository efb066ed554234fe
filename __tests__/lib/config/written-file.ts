import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Configuration,
  ConfigurationErrors,
  loadConfiguration,
  type Problem,
} from "../../../lib";

/** A folder for configuration files, and what loading them gives. */
export class WrittenFile {
  readonly folder = mkdtempSync(join(tmpdir(), "configuration-"));
  readonly path = join(this.folder, "integrations.yaml");

  /** Writes a file beside the configuration. */
  beside(name: string, content: string | Buffer): void {
    writeFileSync(join(this.folder, name), content);
  }

  /** Loads a text as a configuration file. */
  load(content: string | Buffer, environment: NodeJS.ProcessEnv = {}): Configuration {
    writeFileSync(this.path, content);
    return loadConfiguration(this.path, environment);
  }

  /** What is wrong with a text as a configuration file; fails if it is none but can be loaded. */
  refusal(content: string | Buffer, environment: NodeJS.ProcessEnv = {}): ConfigurationErrors {
    try {
      this.load(content, environment);
    } catch (error) {
      if (error instanceof ConfigurationErrors) return error;
      throw error;
    }
    throw new Error("The file was accepted.");
  }

  /** The problems of a refusal. */
  problems(content: string | Buffer, environment: NodeJS.ProcessEnv = {}): readonly Problem[] {
    return this.refusal(content, environment).problems;
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** A file with one integration, and more lines in it, indented like its keys. */
export const acme = (...lines: readonly string[]): string =>
  [
    "integrations:",
    "  acme:",
    "    authentik: { url: https://authentik.company }",
    "    espocrm: { url: https://espocrm.company }",
    "    application: { name: EspoCRM, slug: espocrm }",
    ...(lines.some((line) => line.startsWith("bindings"))
      ? []
      : ["    bindings: [{ group: crm }]"]),
    ...lines.map((line) => `    ${line}`),
    "",
  ].join("\n");
