import type { GroupProps } from "../authentik/props";
import { type Attributes, type Complete, propsOf } from "./attribute";
import { lookTwice, switched } from "./effect";
import { type Form, listOf, text } from "./form";
import { reference } from "./forms";
import { objectOf } from "./property";

const UNDO = "take the change back in the configuration, and plan again";
const LEAVE_OUT = "leave it out: the construct never sets it";

/** `authentik_group`: a group that is written in the configuration. Its members are authentik's own matter. */
export const GROUP = {
  name: {
    props: {
      name: {
        says: "the group's name, unique in this authentik",
        form: text(255),
        required: true,
        known: "it is in the Terraform address of what it names",
        example: "crm-users",
      },
    },
    label: "Name",
    effect: lookTwice(
      "a group is called {after} from now on: tokens say that name, and EspoCRM's teams go by it",
    ),
    fix: UNDO,
    own: true,
  },
  parents: {
    props: {
      parents: {
        says: "groups above it, by name or as { id: … }: who is in it counts as a member of these",
        form: listOf(reference()),
        otherwise: "none",
        example: ["staff"],
        from: () => [],
      },
    },
    label: "Parents",
    effect: lookTwice(
      "a group stands below other groups: its members count as members of those, in every application",
    ),
    fix: UNDO,
  },
  is_superuser: {
    props: {},
    label: "Superuser",
    effect: switched(
      lookTwice("everybody in the group is a superuser of authentik"),
      lookTwice("who is in the group is no superuser of authentik by it any more"),
    ),
    fix: LEAVE_OUT,
    usual: false,
  },
  roles: {
    props: {},
    label: "Roles",
    effect: lookTwice("who is in the group has other permissions in authentik"),
    fix: LEAVE_OUT,
  },
  attributes: {
    props: {},
    label: "Attributes",
    effect: lookTwice("a group has other attributes: policies and mappings may go by them"),
    fix: LEAVE_OUT,
    usual: "{}",
  },
  users: {
    props: {},
    label: "Members",
    effect: lookTwice("a group has other members"),
    fix: "leave it out: who is in a group is said in authentik (Directory, Groups)",
    shown: "by-name",
    own: true,
  },
  id: {
    props: {},
    label: "Id",
    effect: lookTwice("it becomes another group"),
    fix: UNDO,
    shown: "elsewhere",
    own: true,
  },
} as const satisfies Attributes;

/** One of `groups`; the compiler refuses a property without a row. */
export const GROUP_PROPS = propsOf(GROUP satisfies Complete<GroupProps, typeof GROUP>);

/** `groups` of an integration. */
export const groups: Form = listOf(objectOf(GROUP_PROPS));
