import {
  application,
  group,
  policyBinding,
  policyExpression,
  propertyMappingProviderScope,
  providerOauth2,
} from "@cdktf/provider-authentik";
import { objectResource } from "@cdktf/provider-restapi";
import { dependable, type ITerraformDependable, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { BindingNames, declareBinding } from "./authentik/access";
import { type AuthentikApplication, declareApplication } from "./authentik/application";
import { authentikProvider } from "./authentik/connection";
import { type Endpoints, endpointsOf, issuerOf } from "./authentik/endpoints";
import { Groups } from "./authentik/groups";
import { LookUps } from "./authentik/look-ups";
import type { AuthentikConnection, BindingProps, ScopeMapping } from "./authentik/props";
import { declareScopeMapping } from "./authentik/scope-mappings";
import { ofThisEngine } from "./engine/mismatch";
import { backchannelLogoutUri, redirectUri, siteUrl } from "./espocrm/addresses";
import { espocrmProvider } from "./espocrm/connection";
import { type Observation, observe, type Patch, patch } from "./espocrm/patch";
import { managedSettings } from "./espocrm/settings";
import { type ResolvedBinding, type ResolvedIntegration, resolved } from "./fields/resolved";
import type { EspoAuthentikIntegrationProps } from "./props";
import { enforceRules, refuseUnknown } from "./rules/enforce";
import { state } from "./statement";
import { credential } from "./terraform/credentials";
import { attribute } from "./terraform/hcl";
import { movedFrom } from "./terraform/moved";
import { verbatim } from "./terraform/verbatim";

/** The resources of an integration that a program may want to refer to or to override. */
export interface IntegrationResources {
  /** The read-only object over EspoCRM's settings. */
  readonly observer: objectResource.ObjectResource;
  /** authentik's OAuth2/OpenID provider. */
  readonly provider: providerOauth2.ProviderOauth2;
  /** authentik's application. */
  readonly application: application.Application;
  /** The write of the client secret. */
  readonly secret: objectResource.ObjectResource;
  /** The write of all other settings, which switches EspoCRM to OpenID Connect. */
  readonly settings: objectResource.ObjectResource;
  /** The clearing of EspoCRM's cached keys, the last of all. */
  readonly keyCache: objectResource.ObjectResource;
  /** The bindings, with those that were added. */
  readonly bindings: readonly policyBinding.PolicyBinding[];
}

/** What follows from the address of an authentik and the slug of an application that exists. */
export interface ExistingApplication {
  /** The OpenID Connect addresses. */
  readonly endpoints: Endpoints;
  /** The `iss` claim of its tokens, where the provider's issuer mode is authentik's default. */
  readonly issuer: string;
}

/**
 * Signs the users of one EspoCRM in through authentik with OpenID Connect: declares authentik's
 * provider, application and bindings, and patches EspoCRM's settings with what they give.
 *
 * Order on create: EspoCRM is observed, then authentik is completed, then EspoCRM gets the client
 * secret, then its other settings. On destroy the reverse.
 *
 * It can be depended on: `dependsOn: [crm]` waits until people can log in.
 *
 * A subclass may override the methods that make one resource from its finished configuration, and those
 * that declare a part. They are called by the constructor, so before the subclass has fields, and get
 * texts that are escaped for Terraform.
 *
 * @throws {@link RuleViolations} if the properties break a rule; the message lists all of them
 * @throws {@link EngineMismatch} in a program that is CDK Terrain's and imports what is for CDKTF, or the
 * other way round
 */
export class EspoAuthentikIntegration extends Construct implements ITerraformDependable {
  /**
   * What follows from the slug of an application that exists, whoever made it.
   * @param authentik the authentik
   * @param slug the application's slug
   */
  static fromSlug(
    authentik: Pick<AuthentikConnection, "url" | "apiUrl" | "backchannelUrl">,
    slug: string,
  ): ExistingApplication {
    const { apiUrl = authentik.url, backchannelUrl = authentik.url, url } = authentik;
    return {
      endpoints: endpointsOf({ url, apiUrl, backchannelUrl }, slug),
      issuer: issuerOf({ url }, slug, "per_provider"),
    };
  }

  /** The resources, to refer to or to override. */
  readonly resources: IntegrationResources;
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
  private readonly application: application.Application;
  private readonly before: ITerraformDependable;
  private readonly bindings: policyBinding.PolicyBinding[] = [];
  private readonly policies: policyExpression.PolicyExpression[] = [];
  private readonly scopeMappings: propertyMappingProviderScope.PropertyMappingProviderScope[] = [];
  private readonly groups: Groups;
  private readonly bindingNames = new BindingNames();
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
    super(ofThisEngine(scope), id);
    refuseUnknown(this, given);
    const complete = resolved(given);
    enforceRules(this, complete, given);
    const props = verbatim(complete);
    this.authentikProvider = authentikProvider(this, props.authentik);
    this.espocrmProvider = espocrmProvider(this, props.espocrm);
    this.redirectUri = redirectUri(props.espocrm);

    const observation = this.observeEspoCrm(props);
    this.before = observation.before;
    this.groups = new Groups({
      provider: this.authentikProvider,
      lookUps: LookUps.of(this, this.authentikProvider),
      dependsOn: [observation.before],
      create: (id, config) => this.createGroup(id, config),
    });
    const groups = this.groups.declare(props.groups);
    const { application, oauth2 } = this.createApplication(props, [observation.before]);
    this.application = application;
    const bindings = this.createAccess(props, application, [observation.before]);

    this.endpoints = endpointsOf(props.authentik, application.slug);
    this.issuer = issuerOf(props.authentik, application.slug, props.provider.issuerMode);
    this.clientId = oauth2.clientId;
    this.clientSecret = oauth2.clientSecret;
    this.applicationUuid = application.uuid;
    const written = this.patchEspoCrm(props, observation, { application, oauth2 }, [
      application,
      ...bindings,
    ]);
    const { before, observer } = observation;
    const { keyCache, secret, settings } = written;
    this.resources = {
      ...{ observer, provider: oauth2, application, secret, settings, keyCache },
      bindings: this.bindings,
    };
    state(
      this,
      props,
      declarationIn(given),
      Object.keys(this.settingsOf(props, { application, oauth2 })),
      {
        ...{
          ...this.resources,
          before,
          policies: this.policies,
          groups,
          scopeMappings: this.scopeMappings,
        },
        ...{ secretOf: written.secretOf, withdrawals: written.withdrawals },
      },
    );
  }

  /** Terraform address of what is done last: who waits for it waits until people can log in. */
  get fqn(): string {
    return this.resources.keyCache.fqn;
  }

  /**
   * Adds a binding: who may log in besides. EspoCRM is switched to OpenID Connect only when it is there.
   * @param given the binding; its order is the position after those that are there, unless it is given
   * @returns the binding
   */
  addBinding(given: BindingProps): policyBinding.PolicyBinding {
    const [binding] = verbatim(
      resolved({ ...PLACEHOLDER, bindings: [{ order: this.bindings.length, ...given }] }),
    ).bindings;
    if (binding === undefined) throw new Error("There is no binding.");
    const declared = this.declareBinding(binding, this.application, [this.before]);
    const { secret } = this.resources;
    secret.dependsOn = [...(secret.dependsOn ?? []), dependable(declared)];
    return declared;
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
      create: (id, config) => this.createEspoCrmObject(id, config),
    });
  }

  /** Declares authentik's provider and application. Override it to change or extend them. */
  protected createApplication(
    props: ResolvedIntegration,
    dependsOn: ITerraformDependable[],
  ): AuthentikApplication {
    const { clientSecretVariable } = props.provider;
    return declareApplication({
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
      logoutUri: backchannelLogoutUri(props.espocrm),
      dependsOn,
      create: {
        provider: (config) => this.createOAuth2Provider(config),
        application: (config) => this.createApplicationResource(config),
        scopeMapping: (mapping, id) => this.declareScopeMapping(mapping, dependsOn, id),
      },
    });
  }

  /** Declares the bindings. Override it to bind otherwise. */
  protected createAccess(
    props: ResolvedIntegration,
    application: AuthentikApplication["application"],
    dependsOn: ITerraformDependable[],
  ): ITerraformDependable[] {
    return props.bindings.map((binding) => this.declareBinding(binding, application, dependsOn));
  }

  /** Declares the patch of EspoCRM's settings. Override it to change it. */
  protected patchEspoCrm(
    props: ResolvedIntegration,
    observation: Observation,
    { application, oauth2 }: AuthentikApplication,
    dependsOn: ITerraformDependable[],
  ): Patch {
    const of = (name: string) => attribute(oauth2.terraformResourceType, oauth2, name);
    return patch(this, {
      ...observation,
      provider: this.espocrmProvider,
      siteUrl: siteUrl(props.espocrm),
      settings: this.settingsOf(props, { application, oauth2 }),
      oauth2: {
        id: of("id"),
        clientId: of("client_id"),
        clientSecret: of("client_secret"),
        signingKey: of("signing_key"),
      },
      onDestroy: props.onDestroy,
      dependsOn,
      create: (id, config) => this.createEspoCrmObject(id, config),
    });
  }

  /** Makes authentik's OAuth2/OpenID provider. Override it to change its configuration. */
  protected createOAuth2Provider(
    config: providerOauth2.ProviderOauth2Config,
  ): providerOauth2.ProviderOauth2 {
    return new providerOauth2.ProviderOauth2(this, "provider", config);
  }

  /** Makes authentik's application. Override it to change its configuration. */
  protected createApplicationResource(
    config: application.ApplicationConfig,
  ): application.Application {
    return new application.Application(this, "application", config);
  }

  /** Makes a binding. Override it to change its configuration. */
  protected createBinding(
    id: string,
    config: policyBinding.PolicyBindingConfig,
  ): policyBinding.PolicyBinding {
    return new policyBinding.PolicyBinding(this, id, config);
  }

  /** Makes a policy that is written in a binding. Override it to change its configuration. */
  protected createPolicy(
    id: string,
    config: policyExpression.PolicyExpressionConfig,
  ): policyExpression.PolicyExpression {
    return new policyExpression.PolicyExpression(this, id, config);
  }

  /** Makes a group that is written in the configuration. Override it to change its configuration. */
  protected createGroup(id: string, config: group.GroupConfig): group.Group {
    return new group.Group(this, id, config);
  }

  /** Makes a scope mapping that is written in the configuration. Override it to change it. */
  protected createScopeMapping(
    id: string,
    config: propertyMappingProviderScope.PropertyMappingProviderScopeConfig,
  ): propertyMappingProviderScope.PropertyMappingProviderScope {
    return new propertyMappingProviderScope.PropertyMappingProviderScope(this, id, config);
  }

  /**
   * Makes an object of EspoCRM: `observer`, `secret`, `settings`, `key_cache`, or `withdraw-<setting>`.
   * Override it to change its configuration.
   */
  protected createEspoCrmObject(
    id: string,
    config: objectResource.ObjectResourceConfig,
  ): objectResource.ObjectResource {
    return new objectResource.ObjectResource(this, id, config);
  }

  private declareScopeMapping(
    mapping: ScopeMapping,
    dependsOn: ITerraformDependable[],
    id?: string,
  ) {
    const declared = declareScopeMapping(
      {
        provider: this.authentikProvider,
        dependsOn,
        create: (address, config) => this.createScopeMapping(address, config),
      },
      mapping,
      id,
    );
    this.scopeMappings.push(declared);
    return declared;
  }

  private declareBinding(
    binding: ResolvedBinding,
    target: application.Application,
    dependsOn: ITerraformDependable[],
  ): policyBinding.PolicyBinding {
    const { earlier, name } = this.bindingNames.nameOf(binding);
    const declared = declareBinding(
      {
        provider: this.authentikProvider,
        lookUps: LookUps.of(this, this.authentikProvider),
        groups: this.groups,
        application: target,
        dependsOn,
        create: {
          binding: (id, config) => this.createBinding(id, config),
          policy: (id, config) => this.createPolicy(id, config),
        },
      },
      binding,
      name,
    );
    this.bindings.push(declared.binding);
    if (declared.policy !== undefined) this.policies.push(declared.policy);
    if (earlier !== name) {
      movedFrom(declared.binding, this, `binding-${earlier}`);
      if (declared.policy !== undefined) movedFrom(declared.policy, this, `policy-${earlier}`);
    }
    return declared.binding;
  }

  private settingsOf(
    { authentik, login }: ResolvedIntegration,
    { application, oauth2 }: AuthentikApplication,
  ) {
    const of = (resource: typeof application | typeof oauth2, name: string) =>
      attribute(resource.terraformResourceType, resource, name).toString();
    return managedSettings({
      login,
      clientId: of(oauth2, "client_id"),
      endpoints: endpointsOf(authentik, of(application, "slug")),
    });
  }
}

/** What was declared, without what is no data. */
const declarationIn = ({ authentik, espocrm, ...rest }: EspoAuthentikIntegrationProps): object => ({
  ...rest,
  authentik: dataIn(authentik),
  espocrm: dataIn(espocrm),
});

const dataIn = (side: object): object =>
  Object.fromEntries(Object.entries(side).filter(([, value]) => !Construct.isConstruct(value)));

/** What a single binding needs around it to get its defaults. */
const PLACEHOLDER = {
  authentik: { url: "" },
  espocrm: { url: "" },
  application: { name: "", slug: "" },
} as const;
