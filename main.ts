import { runProgram, synthesize } from "./lib";

runProgram(() => synthesize());
