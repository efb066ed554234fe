import type { ApplicationProps } from "../authentik/props";
import { siteUrl } from "../espocrm/addresses";
import { type Attributes, type Complete, propsOf } from "./attribute";
import { harmless, isAt, lookTwice, switched } from "./effect";
import { choice, flag, text } from "./form";
import { launchUrl, slug } from "./forms";

/** authentik's Terraform provider sends no empty text. */
const STAYS = "; taken out again, it stays in authentik";
const TILE = harmless("it is only how authentik's library shows the application");
const UNDO = "take the change back in the configuration, and plan again";

/** `authentik_application`: the application as authentik's users see it. */
export const APPLICATION = {
  name: {
    props: {
      name: {
        says: "the application's name, shown to users",
        form: text(255),
        required: true,
        example: "EspoCRM",
      },
    },
    label: "Name",
    effect: TILE,
    fix: UNDO,
    own: true,
  },
  slug: {
    props: {
      slug: {
        says: "the application's slug, a part of its addresses",
        form: slug,
        required: true,
        example: "espocrm",
      },
    },
    label: "Slug",
    effect: lookTwice(
      "the slug becomes {after}: issuer, JWKS and logout addresses change with it, and logins fail until EspoCRM has them",
    ),
    fix: "choose a quiet hour, or keep the slug",
    own: true,
  },
  group: {
    props: {
      group: {
        says: `the group of applications under which the library shows it${STAYS}`,
        form: text(),
        otherwise: "none",
        example: "Business",
      },
    },
    label: "Group",
    effect: TILE,
    fix: UNDO,
  },
  protocol_provider: {
    props: {},
    label: "Provider",
    effect: lookTwice(
      "the application gets another provider: its client ID, secret and keys count",
    ),
    fix: "point it to the integration's own provider",
    refersTo: "provider_oauth2",
    own: true,
  },
  policy_engine_mode: {
    props: {
      policyEngineMode: {
        says: "how several bindings are combined",
        form: choice(["any", "all"]),
        default: "any",
      },
    },
    label: "Policy engine mode",
    effect: lookTwice("the policy engine mode becomes {after}: other people may get in"),
    fix: UNDO,
    usual: "any",
    own: true,
  },
  meta_launch_url: {
    props: {
      launchUrl: {
        says: "the address to which the library's tile leads",
        form: launchUrl,
        otherwise: "EspoCRM's URL",
        from: ({ espocrm }) => siteUrl(espocrm),
      },
    },
    label: "Launch URL",
    effect: ({ after }, { espocrm }) =>
      isAt(after, espocrm)
        ? harmless("the library's tile leads to EspoCRM")
        : lookTwice("the library's tile leads people to {after}"),
    fix: "leave application.launchUrl out: the tile then leads to EspoCRM",
  },
  open_in_new_tab: {
    props: {
      openInNewTab: {
        says: "whether the library opens it in a new tab",
        form: flag,
        default: false,
      },
    },
    label: "Open in new tab",
    effect: TILE,
    fix: UNDO,
    usual: false,
  },
  meta_icon: {
    props: {
      icon: {
        says: `an icon: a URL, a file of authentik's media storage, or fa://fa-…${STAYS}`,
        form: text(),
        otherwise: "authentik draws the first letters of the name",
        example: "fa://fa-handshake",
      },
    },
    label: "Icon",
    effect: TILE,
    fix: UNDO,
  },
  meta_publisher: {
    props: {
      publisher: {
        says: `the publisher, shown in the library${STAYS}`,
        form: text(),
        otherwise: "none",
      },
    },
    label: "Publisher",
    effect: TILE,
    fix: UNDO,
  },
  meta_description: {
    props: {
      description: {
        says: `the description, shown in the library${STAYS}`,
        form: text(),
        otherwise: "none",
      },
    },
    label: "Description",
    effect: TILE,
    fix: UNDO,
  },
  meta_hide: {
    props: {
      hide: {
        says: "whether the library leaves it out (release line 2026.5 and newer)",
        form: flag,
        otherwise: "authentik's: false",
      },
    },
    label: "Hide from the library",
    effect: switched(
      lookTwice(
        "authentik's library no longer shows the application: who starts there does not find it",
      ),
      harmless("authentik's library shows the application again"),
    ),
    fix: UNDO,
    since: "2026.5",
    usual: false,
  },
  backchannel_providers: {
    props: {},
    label: "Back-channel providers",
    effect: lookTwice(
      "the application's back-channel providers change: others are told of its users",
    ),
    fix: "take them out in authentik, or say why they are needed",
  },
  uuid: {
    props: {},
    label: "UUID",
    effect: lookTwice("the application's UUID changes: bindings point to another one"),
    fix: UNDO,
    shown: "elsewhere",
    own: true,
  },
  id: {
    props: {},
    label: "Id",
    effect: lookTwice("it becomes another application"),
    fix: UNDO,
    shown: "elsewhere",
    own: true,
  },
} as const satisfies Attributes;

/** `application` of an integration; the compiler refuses a property without a row. */
export const APPLICATION_PROPS = propsOf(
  APPLICATION satisfies Complete<ApplicationProps, typeof APPLICATION>,
);
