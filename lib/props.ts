import type {
  ApplicationProps,
  AuthentikConnection,
  BindingProps,
  GroupProps,
  OAuth2ProviderProps,
} from "./authentik/props";
import type { EspoCrmConnection, LoginProps } from "./espocrm/props";
import type { Backend } from "./terraform/backend";

/**
 * What becomes of EspoCRM when the integration is destroyed: `restore` puts back what was found,
 * `espo` switches to EspoCRM's own login, `leave` changes nothing.
 */
export type OnDestroy = "restore" | "espo" | "leave";

/** One EspoCRM that signs its users in through one authentik application. */
export interface EspoAuthentikIntegrationProps {
  /** The authentik that signs the users in. */
  readonly authentik: AuthentikConnection;
  /** The EspoCRM whose users sign in. */
  readonly espocrm: EspoCrmConnection;
  /** The application, as authentik shows it. */
  readonly application: ApplicationProps;
  /**
   * authentik's OAuth2/OpenID provider of the application.
   * @default - as authentik's guide for EspoCRM has it
   */
  readonly provider?: OAuth2ProviderProps;
  /**
   * Groups that the stack makes and owns: bindings and teams name them like existing ones. Who is in them
   * is said in authentik.
   * @default - none
   */
  readonly groups?: readonly GroupProps[];
  /**
   * Who may log in.
   * @default - every user of this authentik; a warning says so
   */
  readonly bindings?: readonly BindingProps[];
  /**
   * EspoCRM's own settings of the login.
   * @default - as authentik's guide for EspoCRM has it
   */
  readonly login?: LoginProps;
  /**
   * What becomes of EspoCRM when the integration is destroyed.
   * @default "restore"
   */
  readonly onDestroy?: OnDestroy;
  /**
   * Warnings that somebody has heard: the rule's id, and why it is so. They are no longer shown at synth;
   * reviews list them.
   * @default - none
   */
  readonly acknowledged?: Readonly<Record<string, string>>;
}

/** One integration as a stack of its own, with its backend. */
export interface EspoAuthentikStackProps extends EspoAuthentikIntegrationProps {
  /**
   * Where Terraform keeps the state.
   * @default - a local file, `terraform.<stack>.tfstate` beside `cdktf.out`
   */
  readonly backend?: Backend;
  /**
   * Whether the integration goes: its stack then takes away what was of it, as `onDestroy` said when it
   * was applied last. Once that is applied, the integration can be taken out.
   * @default false
   */
  readonly removed?: boolean;
}
