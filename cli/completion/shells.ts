import type { Words } from "./words";

const PROGRAM = "espo-authentik";

const bash = (words: readonly Words[]): string => `_espo_authentik() {
  local words="${words.map(({ name }) => name).join(" ")} --help --version"
  if [ "$COMP_CWORD" -gt 1 ]; then
    case "\${COMP_WORDS[1]}" in
${words
  .map(
    ({ name, options }) =>
      `      ${name}) words="${[...options.map(({ flag }) => flag), "--help"].join(" ")}" ;;`,
  )
  .join("\n")}
      *) words="" ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _espo_authentik ${PROGRAM}
`;

const zsh = (words: readonly Words[]): string =>
  `autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`;

const fish = (words: readonly Words[]): string =>
  words
    .flatMap(({ about, name, options }) => [
      `complete -c ${PROGRAM} -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`,
      ...options.map(
        ({ about: of, flag }) =>
          `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d ${quoted(of)}`,
      ),
    ])
    .map((line) => `${line}\n`)
    .join("");

const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;

/** The shells that are completed for, each with how its script is made. */
export const SHELLS: Readonly<Record<string, (words: readonly Words[]) => string>> = {
  bash,
  zsh,
  fish,
};
