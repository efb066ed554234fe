import { ENGINE, ENGINES, otherThan } from "./engines";
import type { IConstruct } from "constructs";

/** A program mixes constructs of CDKTF and of CDK Terrain, which only fails deep in the synthesis. */
export class EngineMismatch extends Error {
  /**
   * @param construct path of the construct that belongs to the other engine; empty for the app itself
   */
  constructor(construct: string) {
    const other = otherThan(ENGINE);
    const found = construct === "" ? "The app" : `The construct ${construct}`;
    const { entry, title } = ENGINES[ENGINE];
    super(
      `${found} is of ${ENGINES[other].title} (${other}), but what is imported from "${entry}" is for ` +
        `${title} (${ENGINE}), and one program can't mix them. To fix it, ` +
        `import from "${ENGINES[other].entry}" instead, or everything else from "${ENGINE}".`,
    );
    this.name = "EngineMismatch";
  }
}

/** Where each class of an engine says which package it is of. */
const ORIGIN = Symbol.for("jsii.rtti");

/**
 * A construct as it is, if it and everything around it can be synthesized together with this build.
 * @throws {EngineMismatch} if anything is of the other engine
 */
export function ofThisEngine<C extends IConstruct>(construct: C): C {
  const other = otherThan(ENGINE);
  const foreign = construct.node.scopes.find((scope) => originOf(scope) === other);
  if (foreign !== undefined) throw new EngineMismatch(foreign.node.path);
  return construct;
}

/** The package of the class, or of what it extends. */
function originOf({ constructor }: IConstruct): string | undefined {
  const stated = (constructor as { [ORIGIN]?: { fqn?: string } })[ORIGIN];
  return stated?.fqn?.split(".")[0];
}
