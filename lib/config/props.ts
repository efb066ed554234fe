import type { EspoAuthentikStackProps } from "../props";
import { relative, resolve } from "node:path";
import type { PropertyPath } from "../rules/rule";
import type { Complaint } from "./problem";
import type { IntegrationConfiguration } from "./schema/index";
import { readTextFile } from "./text-file";

/** Takes a complaint about a value of the integration, by its path in the properties. */
export type Complain = (path: PropertyPath, complaint: Complaint) => void;

/** Where the configuration names the file of what the properties hold. */
const IN_FILES: Readonly<Record<string, PropertyPath>> = {
  "espocrm.certificateAuthority": ["espocrm", "certificateAuthorityFile"],
  "espocrm.clientCertificate.certificate": ["espocrm", "clientCertificate", "certificateFile"],
};

/** The path in the configuration of what is at `path` in the properties. */
export const configurationPath = (path: PropertyPath): PropertyPath =>
  IN_FILES[path.join(".")] ?? path;

/** Folders that paths in a configuration file have to do with. */
export interface Folders {
  /** The file's own, where relative paths in it start. */
  readonly file: string;
  /** CDKTF's output, in which Terraform runs. */
  readonly output: string;
}

/**
 * What the stack of an integration is made from. Files that the configuration names are read.
 * @param name the stack's name
 * @param folders where paths in the file start, and where CDKTF writes stacks to
 */
export function propsOf(
  configuration: IntegrationConfiguration,
  name: string,
  folders: Folders,
  complain: Complain,
): EspoAuthentikStackProps {
  const { backend, bindings, espocrm, ...rest } = configuration;
  const { certificateAuthorityFile, clientCertificate, ...connection } = espocrm;
  const certificates = (path: PropertyPath, named: string): string =>
    readCertificates(resolve(folders.file, named), (complaint) => complain(path, complaint));
  return {
    ...rest,
    espocrm: {
      ...connection,
      ...(certificateAuthorityFile !== undefined && {
        certificateAuthority: certificates(
          ["espocrm", "certificateAuthority"],
          certificateAuthorityFile,
        ),
      }),
      ...(clientCertificate !== undefined && {
        clientCertificate: {
          keyVariable: clientCertificate.keyVariable,
          certificate: certificates(
            ["espocrm", "clientCertificate", "certificate"],
            clientCertificate.certificateFile,
          ),
        },
      }),
    },
    // The rule binding-target refuses what this type excludes and the schema does not.
    ...(bindings !== undefined && { bindings: bindings }),
    ...(backend !== undefined && {
      backend: backend.type === "local" ? localState(backend, name, folders, complain) : backend,
    }),
  };
}

/** The certificates of a file; nothing else of it gets into the configuration. */
function readCertificates(file: string, complain: (complaint: Complaint) => void): string {
  const text = readTextFile(file, "a file with certificates (PEM)");
  if (typeof text !== "string") {
    complain({ ...text, found: `${text.found}: ${file}` });
    return "";
  }
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
  if (blocks !== null) return blocks.map((block) => `${block}\n`).join("");
  complain({
    found: `a file without certificates: ${file}`,
    expected: "a file with certificates (PEM)",
    mend: "name the file with -----BEGIN CERTIFICATE----- in it; a private key belongs into a Terraform variable",
  });
  return "";
}

/** Terraform runs in the stack's folder, but people write paths relative to the file. */
function localState(
  { path }: { readonly path?: string | undefined },
  name: string,
  folders: Folders,
  complain: Complain,
): { type: "local"; path?: string } {
  if (path === undefined) return { type: "local" };
  if (path.trim() === "" || /^([/\\~]|[A-Za-z]:)/.test(path)) {
    complain(["backend", "path"], {
      found: path.trim() === "" ? "nothing" : "a path that is not relative",
      expected:
        "a path relative to the configuration file: a stack is the same wherever it is made",
      mend: `write it as states/${name}.tfstate; for a state that is shared choose another type of backend`,
    });
  }
  const stack = resolve(folders.output, "stacks", name);
  return {
    type: "local",
    path: relative(stack, resolve(folders.file, path)).replaceAll("\\", "/"),
  };
}
