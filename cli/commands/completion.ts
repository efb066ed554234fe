import { Argument, Command } from "commander";
import { SHELLS } from "../completion/shells";
import { wordsOf } from "../completion/words";
import type { CommandContext } from "../run/context";

/**
 * `espo-authentik completion`: prints what makes a shell complete commands and options.
 * @param whole gives the program with all of its commands
 */
export function completionCommand({ stdout }: CommandContext, whole: () => Command): Command {
  return new Command("completion")
    .description("print what makes your shell complete commands and options")
    .addArgument(new Argument("<shell>", "your shell").choices(Object.keys(SHELLS)))
    .addHelpText("after", HELP)
    .action((shell: string) => {
      stdout.write(SHELLS[shell]?.(wordsOf(whole())) ?? "");
    });
}

const HELP = `
It completes \`espo-authentik\`, where that is on the PATH: with \`npm install --global espo-authentik\`, or
with \`alias espo-authentik="npx espo-authentik"\`.

Examples:
  $ source <(espo-authentik completion bash)               in ~/.bashrc
  $ source <(espo-authentik completion zsh)                in ~/.zshrc, after compinit
  $ espo-authentik completion fish | source                in ~/.config/fish/config.fish`;
