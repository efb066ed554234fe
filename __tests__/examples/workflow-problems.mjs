// What GitHub's own language service says of workflows: {file: text} in, {file: [message]} out, as JSON.
// A process of its own, because the packages are ES modules that Jest does not find.
import { stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { validate } from "@actions/languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";

const problems = {};
for (const [file, content] of Object.entries(JSON.parse(await text(stdin)))) {
  const found = await validate(TextDocument.create(`file:///${file}`, "yaml", 1, content));
  problems[file] = found.map(({ message }) => message);
}
stdout.write(JSON.stringify(problems));
