import { randomUUID } from "node:crypto";
import { answerAuthorizeRequest, type AuthorizeAnswer } from "../oidc/authorize-answer";
import type { ConsentPage } from "../pages/consent";
import type { SessionEndPage } from "../pages/session-end";
import type { Services } from "../services";
import type { Application, Flow, User } from "../state/models";
import { launchUrlOf } from "../api/launch-url";
import { destinationOf } from "./destination";
import { planOf, type Plan } from "./plan";
import type { Visit } from "./visit";

/** What is wrong with an answer, by its field. */
export type FieldErrors = Readonly<
  Record<string, readonly { readonly string: string; readonly code: string }[]>
>;

/** An application that people log in for. */
export interface WantedApplication {
  /** Its name. */
  readonly name: string;
  /** Where it is; null where authentik does not know. */
  readonly launchUrl: string | null;
}

/** What a flow wants of the person next, or where it leads. */
export type Challenge =
  | (Extract<AuthorizeAnswer, { kind: "redirect" }> & { readonly title?: string })
  | (Extract<AuthorizeAnswer, { kind: "form_post" }> & { readonly title: string })
  | {
      readonly kind: "identification";
      readonly title: string;
      readonly application: WantedApplication | undefined;
      readonly hint: string | undefined;
      readonly errors?: FieldErrors;
    }
  | {
      readonly kind: "password";
      readonly title: string;
      readonly application: WantedApplication | undefined;
      readonly username: string;
      readonly errors?: FieldErrors;
    }
  | ({ readonly kind: "consent"; readonly errors?: FieldErrors } & ConsentPage)
  | ({ readonly kind: "session_end"; readonly username: string } & SessionEndPage)
  | { readonly kind: "denied"; readonly message: string; readonly username: string | undefined };

/** Takes people through flows, stage by stage, whatever shows the stages to them. */
export class FlowExecutor {
  constructor(private readonly services: Services) {}

  /** The challenge that comes next; stages that ask nothing are carried out on the way. */
  async next(flow: Flow, visit: Visit, query: URLSearchParams): Promise<Challenge> {
    for (;;) {
      const challenge = await this.step(flow, visit, query);
      if (challenge !== undefined) return challenge;
    }
  }

  /** The challenge that comes next; undefined when a stage has passed that asked nothing. */
  async step(flow: Flow, visit: Visit, query: URLSearchParams): Promise<Challenge | undefined> {
    const refusal = this.#begin(flow, visit, query);
    if (refusal !== undefined) return refusal;
    const { plan } = visit.session;
    if (plan === undefined) return denied("Unknown error", visit.user);
    const [stage] = plan.stages;
    const { next, hint } = destinationOf(query);
    const application = this.#wanted(visit);
    const title = this.#title(flow, plan);
    switch (stage) {
      case "identification":
        return { kind: "identification", title, application, hint };
      case "password": {
        const typed = plan.identifier ?? "";
        const username = this.#userIdentifiedBy(typed)?.username ?? typed;
        return { kind: "password", title, application, username };
      }
      case "authenticator_validate":
        break;
      case "user_login":
        this.#logIn(plan, visit);
        break;
      case "consent": {
        const challenge = this.#consent(title, plan, visit);
        if (challenge !== undefined) return challenge;
        break;
      }
      case "user_logout":
        visit.logout();
        break;
      case "oauth2_fulfillment":
        return this.#fulfil(title, plan, visit);
      case "session_end":
        return this.#sessionEnd(title, plan, visit);
      case undefined:
        return this.#done(plan, visit, next);
    }
    plan.stages.shift();
    return plan.stages.length > 0 ? undefined : this.#done(plan, visit, next);
  }

  /**
   * Takes an answer to the challenge that is open.
   * @returns what is wrong with it as a challenge; undefined if all is well
   */
  async answer(
    flow: Flow,
    visit: Visit,
    query: URLSearchParams,
    fields: Readonly<Record<string, unknown>>,
  ): Promise<Challenge | undefined> {
    const challenge = await this.next(flow, visit, query);
    const { plan } = visit.session;
    if (plan === undefined) return challenge;
    switch (challenge.kind) {
      case "identification": {
        const identifier = fields["uid_field"];
        if (typeof identifier !== "string" || identifier === "") {
          const errors = wrong("non_field_errors", "No identification data provided.", "invalid");
          return { ...challenge, errors };
        }
        plan.identifier = identifier;
        break;
      }
      case "password": {
        const { password } = fields;
        if (password === "") {
          return {
            ...challenge,
            errors: wrong("password", "This field may not be blank.", "blank"),
          };
        }
        if (typeof password !== "string") {
          return { ...challenge, errors: wrong("password", "This field is required.", "required") };
        }
        const user = this.#userIdentifiedBy(challenge.username);
        if (user?.is_active !== true || user.password !== password) {
          return { ...challenge, errors: wrong("password", "Invalid password", "invalid") };
        }
        plan.authenticated = user.pk;
        break;
      }
      case "consent":
        if (fields["token"] !== challenge.token) {
          const token = (plan.consentToken = randomUUID());
          return { ...challenge, token, errors: wrong("token", WRONG_TOKEN, "invalid") };
        }
        if (plan.rememberConsent && plan.application && visit.user) {
          const scopes = plan.authorization?.scopes ?? [];
          this.services.consents.give(visit.user.pk, plan.application, scopes);
        }
        break;
      default:
        return challenge;
    }
    plan.stages.shift();
    return undefined;
  }

  /** Starts a plan unless the session is in the midst of this flow. */
  #begin(flow: Flow, visit: Visit, query: URLSearchParams): Challenge | undefined {
    if (visit.session.plan?.flow === flow.pk) return undefined;
    const { user } = visit;
    if (flow.authentication === "require_unauthenticated" && user !== undefined) {
      if (flow.designation !== "authentication") return denied(NOT_APPLICABLE, user);
      const { next } = destinationOf(query);
      return next === undefined ? denied(INVALID_NEXT, user) : { kind: "redirect", to: next };
    }
    if (flow.authentication === "require_authenticated" && user === undefined) {
      return denied(NOT_APPLICABLE, user);
    }
    visit.session.plan = planOf(flow);
    return undefined;
  }

  #done(plan: Plan, visit: Visit, next: string | undefined): Challenge {
    this.#logIn(plan, visit);
    delete visit.session.plan;
    return next === undefined ? denied(INVALID_NEXT, visit.user) : { kind: "redirect", to: next };
  }

  #logIn(plan: Plan, visit: Visit): void {
    const user = this.services.state.users.get(plan.authenticated ?? 0);
    delete plan.authenticated;
    if (user?.is_active === true) visit.login(user);
  }

  /** The application that sent a person here to log in. */
  #wanted({ session, user }: Visit): WantedApplication | undefined {
    const { state } = this.services;
    const application = state.applications.get(session.wanted ?? "");
    if (application === undefined) return undefined;
    const provider = state.providers.get(application.provider ?? 0);
    return { name: application.name, launchUrl: launchUrlOf(application, provider, user) };
  }

  #consent(title: string, plan: Plan, visit: Visit): Challenge | undefined {
    const { user } = visit;
    if (user === undefined) return denied(NOT_APPLICABLE, user);
    const scopes = plan.authorization?.scopes ?? [];
    const { application = "", rememberConsent, permissions = [] } = plan;
    if (rememberConsent && this.services.consents.given(user.pk, application, scopes)) {
      return undefined;
    }
    const name = this.#application(plan)?.name ?? "";
    return {
      kind: "consent",
      title,
      header: `You're about to sign into ${name}.`,
      permissions,
      username: user.username,
      token: (plan.consentToken ??= randomUUID()),
    };
  }

  async #fulfil(title: string, plan: Plan, visit: Visit): Promise<Challenge> {
    const { session, user, origin } = visit;
    const { authorization } = plan;
    const provider = this.services.state.providers.get(authorization?.provider ?? 0);
    delete session.plan;
    if (user === undefined || authorization === undefined || provider === undefined) {
      return denied(NOT_APPLICABLE, user);
    }
    const client = { provider, user, session, origin };
    const answer = await answerAuthorizeRequest(this.services, authorization, client);
    return answer.kind === "redirect" ? answer : { ...answer, title: `${title}...` };
  }

  #sessionEnd(title: string, plan: Plan, visit: Visit): Challenge {
    if (plan.postLogoutRedirect !== undefined) {
      delete visit.session.plan;
      return { kind: "redirect", to: plan.postLogoutRedirect };
    }
    // As recorded: whoever the flow has logged out of authentik sees no page, but is sent on.
    if (visit.user === undefined) {
      delete visit.session.plan;
      return { kind: "redirect", to: "/", title };
    }
    const { state } = this.services;
    const application = this.#application(plan);
    const name = application?.name ?? "";
    const provider = state.providers.get(application?.provider ?? 0);
    const url = application ? launchUrlOf(application, provider, visit.user) : null;
    return {
      kind: "session_end",
      title,
      application: name,
      applicationUrl: url !== null && /^https?:/i.test(url) ? url : null,
      frontchannelUrl: plan.frontchannelUrl,
      username: visit.user.username,
    };
  }

  #application(plan: Plan): Application | undefined {
    return this.services.state.applications.get(plan.application ?? "");
  }

  #title({ title }: Flow, plan: Plan): string {
    return title.replaceAll("%(app)s", this.#application(plan)?.name ?? "%(app)s");
  }

  /** By e-mail address or user name, without regard to case. */
  #userIdentifiedBy(identifier: string): User | undefined {
    const wanted = identifier.toLowerCase();
    return [...this.services.state.users.values()].find(({ username, email }) =>
      [username, email].some((name) => name.toLowerCase() === wanted),
    );
  }
}

const NOT_APPLICABLE = "Flow does not apply to current user.";
const INVALID_NEXT = "Invalid next URL";
const WRONG_TOKEN = "Invalid consent token, re-showing prompt";

const denied = (message: string, user: User | undefined): Challenge => ({
  kind: "denied",
  message,
  username: user?.username,
});

const wrong = (field: string, string: string, code: string): FieldErrors => ({
  [field]: [{ string, code }],
});
