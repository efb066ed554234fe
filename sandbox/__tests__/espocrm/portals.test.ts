import { ESPOCRM_RELEASES, type EspoCrmRelease } from "../../espocrm";
import { ADMIN, type Answer, basic, call, espo, REGULAR } from "./espocrm-client";
import { Lab } from "./lab";

const PORTAL = "portal00000000001";

describe.each(ESPOCRM_RELEASES)("portals of EspoCRM %s", (release: EspoCrmRelease) => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await Lab.start({ release });
    lab.espocrm.seed({
      portals: [
        { id: PORTAL, name: "Customers", customUrl: "https://portal.company/" },
        { name: "Partners", customId: "partners" },
      ],
      users: [
        { userName: "jane", type: "portal", password: "jane-password", portalsIds: [PORTAL] },
        { userName: "paul", type: "portal", portalsIds: [] },
        { userName: "una" },
      ],
    });
  });
  afterEach(() => lab.close());

  const api = (method: string, path: string, body?: object, headers = ADMIN): Promise<Answer> =>
    call(
      lab.espocrm,
      method,
      path,
      { ...headers, "content-type": "application/json" },
      body && JSON.stringify(body),
    );
  const record = (): Record<string, unknown> => {
    const given = Object.entries(lab.provider.settings).filter(([name]) => name.startsWith("oidc"));
    return { id: "mine", name: "authentik", method: "Oidc", ...Object.fromEntries(given) };
  };
  const make = async (values: Record<string, unknown> = {}): Promise<string> => {
    const made = await api("POST", "AuthenticationProvider", { ...record(), ...values });
    expect(made.status).toBe(200);
    const id = String(made.json()["id"]);
    await api("PUT", `Portal/${PORTAL}`, { authenticationProviderId: id });
    return id;
  };
  const signIn = (portal = PORTAL): Promise<Answer> =>
    call(lab.espocrm, "GET", `portal-access/${portal}/App/user`, {
      ...basic("**oidc", "code-abc"),
      ...espo("**oidc", "code-abc"),
    });
  const as = (sub: string): Promise<Answer> => {
    lab.provider.claims = { sub };
    return signIn();
  };

  test("a log-in of portals is made under an id of EspoCRM's own, and never shows its client secret", async () => {
    const made = await api("POST", "AuthenticationProvider", record());
    const id = String(made.json()["id"]);
    expect(id).toMatch(/^[0-9a-f]{17}$/);
    const one = await api("GET", `AuthenticationProvider/${id}`);
    const all = await api("GET", "AuthenticationProvider?select=name");
    expect(one.json()).toMatchObject({ name: "authentik", oidcUsernameClaim: "sub" });
    expect(all.json()).toEqual({ total: 1, list: [{ id, name: "authentik" }] });
    for (const { text } of [made, one, all]) expect(text).not.toContain(lab.provider.clientSecret);
    expect("oidcAuthorizationPkce" in one.json()).toBe(release === "10.0.0");
  });

  test("it is refused without a name, with another method, or an endpoint that is none", async () => {
    const reasons = async (values: object) =>
      (await api("POST", "AuthenticationProvider", { ...record(), ...values })).reason;
    expect(await reasons({ name: "" })).toContain("field: name, type: required");
    expect(await reasons({ method: "LDAP" })).toContain("field: method, type: valid");
    expect(await reasons({ oidcTokenEndpoint: "https://idp/x" })).toContain(
      "entityType: AuthenticationProvider, field: oidcTokenEndpoint, type: valid",
    );
  });

  test("only administrators see and write log-ins of portals", async () => {
    lab.set({ oidcAllowRegularUserFallback: true });
    expect((await api("GET", "AuthenticationProvider", undefined, REGULAR)).status).toBe(403);
    expect((await api("POST", "AuthenticationProvider", record(), REGULAR)).status).toBe(403);
  });

  test("what a portal does not have is not found", async () => {
    expect((await api("GET", "Portal/none")).status).toBe(404);
    expect((await api("DELETE", "AuthenticationProvider/none")).status).toBe(404);
    expect((await signIn("none")).status).toBe(404);
  });

  test("a portal's address is its own, or below EspoCRM's", async () => {
    const { list } = (await api("GET", "Portal?select=url")).json();
    expect(list).toEqual([
      { id: PORTAL, url: "https://portal.company/" },
      { id: expect.any(String) as string, url: `${lab.espocrm.siteUrl}/portal/partners/` },
    ]);
  });

  test("a portal sends its own redirect URI, and its user gets in there and nowhere else", async () => {
    await make();
    const data = await call(
      lab.espocrm,
      "GET",
      `portal-access/${PORTAL}/Oidc/authorizationData`,
    ).then((answer) => answer.json());
    expect(data).toMatchObject({
      clientId: lab.provider.clientId,
      redirectUri: "https://portal.company/oauth-callback.php",
      claims: null,
    });
    const answer = await as("jane");
    expect(answer.status).toBe(200);
    expect(answer.json()["user"]).toMatchObject({ userName: "jane", type: "portal" });
    const sent = lab.provider.received.find(({ path }) => path === "/token")?.body;
    expect(sent).toContain(encodeURIComponent("https://portal.company/oauth-callback.php"));

    const token = espo("jane", String(answer.json()["token"]));
    const at = (path: string) => call(lab.espocrm, "GET", `${path}App/user`, token);
    expect((await at(`portal-access/${PORTAL}/`)).status).toBe(200);
    expect((await at("")).status).toBe(401);
    expect((await lab.signIn()).status).toBe(401);
    expect(lab.log()).toContainEqual(expect.stringContaining("neither regular user nor admin"));
  });

  test.each([
    ["una", "not portal user"],
    ["paul", "not related to current portal"],
    ["admin", "not portal user"],
  ])("%s does not get in at the portal: %s", async (name, reason) => {
    await make({ oidcCreateUser: true });
    expect((await as(name)).status).toBe(401);
    expect(lab.log()).toContainEqual(expect.stringContaining(reason));
  });

  test("whom it does not know is made a user of that portal, where its log-in says so", async () => {
    const id = await make();
    expect((await as("newcomer")).status).toBe(401);
    await api("PUT", `AuthenticationProvider/${id}`, { oidcCreateUser: true });
    const user = (await as("newcomer")).json()["user"];
    expect(user).toMatchObject({ type: "portal", portalsIds: [PORTAL], teamsIds: [] });
  });

  test("with a log-in of its own a portal takes no passwords any more", async () => {
    const withPassword = () =>
      call(lab.espocrm, "GET", `portal-access/${PORTAL}/App/user`, basic("jane", "jane-password"));
    expect((await withPassword()).status).toBe(200);
    await make();
    expect((await withPassword()).status).toBe(401);
    const settings = await call(lab.espocrm, "GET", `portal-access/${PORTAL}/Settings`);
    expect(settings.json()["loginData"]).toMatchObject({ method: "Oidc", fallback: false });
  });

  test("a portal whose log-in was deleted is broken for everybody", async () => {
    const id = await make();
    await api("DELETE", `AuthenticationProvider/${id}`);
    expect((await as("jane")).status).toBe(500);
    await api("PUT", `Portal/${PORTAL}`, { authenticationProviderId: null });
    expect((await call(lab.espocrm, "GET", `portal-access/${PORTAL}/Settings`)).status).toBe(200);
  });

  test("who logs out of a portal is sent back to it", async () => {
    await make();
    const { json } = await as("jane");
    const token = String(json()["token"]);
    const answer = await call(
      lab.espocrm,
      "POST",
      `portal-access/${PORTAL}/App/destroyAuthToken`,
      { ...espo("jane", token), "content-type": "application/json" },
      JSON.stringify({ token }),
    );
    expect(answer.headers.get("x-logout-redirect-url")).toContain(
      encodeURIComponent("https://portal.company"),
    );
  });
});
