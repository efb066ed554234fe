import { App } from "cdktf";
import {
  ConfigurationErrors,
  configurationFile,
  EspoAuthentikStack,
  loadConfiguration,
  RuleViolations,
} from "./lib";

/** Makes one stack of each integration in the configuration file. */
function synthesize(): void {
  const { integrations } = loadConfiguration(configurationFile(process.env), process.env);
  const app = new App();
  for (const { name, props } of integrations) new EspoAuthentikStack(app, name, props);
  app.synth();
}

try {
  synthesize();
} catch (error) {
  if (!(error instanceof ConfigurationErrors || error instanceof RuleViolations)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
