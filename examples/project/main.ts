import { runProgram, synthesize } from "espo-authentik";

runProgram(() => synthesize());
