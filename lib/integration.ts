import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { declareAccess } from "./authentik/access";
import { type AuthentikApplication, declareApplication } from "./authentik/application";
import { authentikProvider } from "./authentik/connection";
import { type Endpoints, endpointsOf, issuerOf } from "./authentik/endpoints";
import { LookUps } from "./authentik/look-ups";
import { backchannelLogoutUri, espocrmProvider, redirectUri, siteUrl } from "./espocrm/connection";
import { type Observation, observe, type Patch, patch } from "./espocrm/patch";
import { managedSettings } from "./espocrm/settings";
import { type ResolvedIntegration, resolved } from "./fields/resolved";
import type { EspoAuthentikIntegrationProps } from "./props";
import { enforceRules } from "./rules/enforce";
import { credential } from "./terraform/credentials";
import { attribute } from "./terraform/hcl";
import { verbatim } from "./terraform/verbatim";

/**
 * Signs the users of one EspoCRM in through authentik with OpenID Connect: declares authentik's
 * provider, application and bindings, and patches EspoCRM's settings with what they give.
 *
 * Order on create: EspoCRM is observed, then authentik is completed, then EspoCRM gets the client
 * secret, then its other settings. On destroy the reverse.
 *
 * A subclass may override the methods that declare the parts. They are called by the constructor, so
 * before the subclass has fields, and get the properties with texts that are escaped for Terraform.
 *
 * @throws {RuleViolations} if the properties break a rule; the message lists all of them
 */
export class EspoAuthentikIntegration extends Construct {
  /** authentik's client ID. */
  readonly clientId: string;
  /** authentik's client secret; Terraform treats every value made from it as sensitive. */
  readonly clientSecret: string;
  /** The redirect URI that authentik has registered and EspoCRM sends. */
  readonly redirectUri: string;
  /** The OpenID Connect addresses of the application. */
  readonly endpoints: Endpoints;
  /** The `iss` claim of the tokens. */
  readonly issuer: string;
  /** UUID of authentik's application: the target for further bindings. */
  readonly applicationUuid: string;
  /** Terraform provider instance of authentik. */
  protected readonly authentikProvider: TerraformProvider;
  /** Terraform provider instance of EspoCRM. */
  protected readonly espocrmProvider: TerraformProvider;

  /**
   * @param scope the stack, or a construct in it
   * @param id id in that scope; part of the Terraform addresses unless it is `Default`
   * @param given the integration; texts in it mean themselves, Terraform's `${…}` has no effect in them.
   * What Terraform knows only later goes in as CDKTF's tokens
   */
  constructor(scope: Construct, id: string, given: EspoAuthentikIntegrationProps) {
    super(scope, id);
    const complete = resolved(given);
    enforceRules(this, complete, given);
    const props = verbatim(complete);
    this.authentikProvider = authentikProvider(this, props.authentik);
    this.espocrmProvider = espocrmProvider(this, props.espocrm);
    this.redirectUri = redirectUri(props.espocrm);

    const observation = this.observeEspoCrm(props);
    const { application, oauth2 } = this.createApplication(props, [observation.before]);
    const bindings = this.createAccess(props, application, [observation.before]);

    this.endpoints = endpointsOf(props.authentik, application.slug);
    this.issuer = issuerOf(props.authentik, application.slug, props.provider.issuerMode);
    this.clientId = oauth2.clientId;
    this.clientSecret = oauth2.clientSecret;
    this.applicationUuid = application.uuid;
    this.patchEspoCrm(props, observation, { application, oauth2 }, [application, ...bindings]);
  }

  /** Declares the reading of EspoCRM that everything else depends on. Override it to change it. */
  protected observeEspoCrm(props: ResolvedIntegration): Observation {
    return observe(this, {
      provider: this.espocrmProvider,
      siteUrl: siteUrl(props.espocrm),
      variables: {
        username: props.espocrm.usernameVariable,
        password: props.espocrm.passwordVariable,
      },
      managesAlgorithms: props.login.signatureAlgorithms !== undefined,
    });
  }

  /** Declares authentik's provider and application. Override it to change or extend them. */
  protected createApplication(
    props: ResolvedIntegration,
    dependsOn: ITerraformDependable[],
  ): AuthentikApplication {
    const { clientSecretVariable } = props.provider;
    return declareApplication(this, {
      provider: this.authentikProvider,
      lookUps: LookUps.of(this, this.authentikProvider),
      release: props.authentik.release,
      application: props.application,
      oauth2: props.provider,
      clientSecret:
        clientSecretVariable === undefined
          ? undefined
          : credential(this, clientSecretVariable, {
              description: `Client secret of ${props.application.slug}`,
              ephemeral: false,
            }),
      redirectUri: this.redirectUri,
      logoutUri: props.provider.backchannelLogout ? backchannelLogoutUri(props.espocrm) : undefined,
      dependsOn,
    });
  }

  /** Declares the bindings. Override it to bind otherwise. */
  protected createAccess(
    props: ResolvedIntegration,
    application: AuthentikApplication["application"],
    dependsOn: ITerraformDependable[],
  ): ITerraformDependable[] {
    return declareAccess(this, {
      provider: this.authentikProvider,
      lookUps: LookUps.of(this, this.authentikProvider),
      application,
      bindings: props.bindings,
      dependsOn,
    });
  }

  /** Declares the patch of EspoCRM's settings. Override it to change it. */
  protected patchEspoCrm(
    props: ResolvedIntegration,
    observation: Observation,
    { application, oauth2 }: AuthentikApplication,
    dependsOn: ITerraformDependable[],
  ): Patch {
    const slug = attribute(application.terraformResourceType, application, "slug");
    const of = (name: string) => attribute(oauth2.terraformResourceType, oauth2, name);
    return patch(this, {
      ...observation,
      provider: this.espocrmProvider,
      siteUrl: siteUrl(props.espocrm),
      settings: managedSettings({
        login: props.login,
        clientId: of("client_id").toString(),
        endpoints: endpointsOf(props.authentik, slug.toString()),
      }),
      oauth2: {
        id: of("id"),
        clientId: of("client_id"),
        clientSecret: of("client_secret"),
        signingKey: of("signing_key"),
      },
      onDestroy: props.onDestroy,
      dependsOn,
    });
  }
}
