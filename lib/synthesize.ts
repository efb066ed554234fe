import { App } from "cdktf";
import { configurationFile, loadConfiguration } from "./config/load";
import { EngineMismatch } from "./engine/mismatch";
import { ConfigurationErrors } from "./config/problem";
import { RuleViolations } from "./rules/enforce";
import { EspoAuthentikStack } from "./stack";

/**
 * Makes one stack of each integration in a configuration file, and synthesizes them: all that the
 * program of a project with a configuration file does.
 * @param file YAML or JSON; a relative path starts at the working directory. By default the file that
 * the commands read, too: `ESPO_AUTHENTIK_CONFIG`, or `integrations.yaml`
 * @returns the app, synthesized
 * @throws {@link ConfigurationErrors} with everything that is wrong in the file
 */
export function synthesize(file: string = configurationFile(process.env)): App {
  const { integrations } = loadConfiguration(file, process.env);
  const app = new App();
  for (const { name, props } of integrations) new EspoAuthentikStack(app, name, props);
  app.synth();
  return app;
}

/**
 * Runs a CDKTF program. What is wrong in the configuration file, or in what a construct was given, is
 * said on standard error without a stack trace, and the exit code is 2; any other error is thrown.
 * @param program what declares and synthesizes
 */
export function runProgram(program: () => void): void {
  try {
    program();
  } catch (error) {
    const isToBeRead =
      error instanceof ConfigurationErrors ||
      error instanceof RuleViolations ||
      error instanceof EngineMismatch;
    if (!isToBeRead) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
