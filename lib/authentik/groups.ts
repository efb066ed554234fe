import type { group } from "@cdktf/provider-authentik";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { identifier, type LookUps } from "./look-ups";
import type { GroupProps, Reference } from "./props";

/** What groups need to know besides their own settings. */
export interface DeclaredGroupsProps {
  /** Terraform provider instance. */
  readonly provider: TerraformProvider;
  /** Look-ups of groups that are not declared. */
  readonly lookUps: LookUps;
  /** What must have been proven before anything is created. */
  readonly dependsOn: ITerraformDependable[];
  /** Makes the resource from its id and finished configuration. */
  readonly create: (id: string, config: group.GroupConfig) => group.Group;
}

/** The groups of one integration: those that it makes, and by the same names those that are there. */
export class Groups {
  readonly #declared = new Map<string, group.Group>();

  /** @param props where they are made and looked up */
  constructor(private readonly props: DeclaredGroupsProps) {}

  /**
   * Declares groups. Who is in them is left to authentik: to the provider, members that are not given are
   * those that are there.
   * @param given the groups; one may be below another one that stands behind it
   */
  declare(given: readonly Required<GroupProps>[]): readonly group.Group[] {
    const { create, dependsOn, provider } = this.props;
    for (const { name } of given)
      this.#declared.set(name, create(`group-${identifier(name)}`, { provider, dependsOn, name }));
    for (const { name, parents } of given) {
      const own = this.#declared.get(name);
      if (own !== undefined && parents.length > 0)
        own.parents = parents.map((parent) => this.idOf(parent));
    }
    return [...this.#declared.values()];
  }

  /** The id of a group: of a declared one, or of one that is looked up. */
  idOf(reference: Reference): string {
    const own = typeof reference === "string" ? this.#declared.get(reference) : undefined;
    return own?.id ?? this.props.lookUps.group(reference);
  }
}
