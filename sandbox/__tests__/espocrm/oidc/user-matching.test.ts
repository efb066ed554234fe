import { Lab } from "../lab";

let lab: Lab;

beforeEach(async () => {
  lab = await Lab.start();
  lab.set({ oidcUserInfoEndpoint: null });
});
afterEach(() => lab.close());

const teamId = (name: string): string => lab.espocrm.state.users.addTeam(name).id;

describe("who may in", () => {
  test("the user of that name, whatever the subject was before", async () => {
    const before = lab.espocrm.state.users.named("sam");
    expect(await lab.signInAs({ sub: "sam" })).toMatchObject({ userName: "sam", id: before?.id });
  });

  test("the claim is the configured one", async () => {
    lab.set({ oidcUsernameClaim: "preferred_username" });
    const user = await lab.signInAs({ sub: "abc", preferred_username: "sam" });
    expect(user).toMatchObject({ userName: "sam" });
    expect(await lab.signInAs({ preferred_username: ["sam"] })).toBe(500);
    lab.set({ oidcUsernameClaim: null });
    expect(await lab.signInAs({})).toBe(500);
  });

  test("an unknown user is refused", async () => {
    expect(await lab.signInAs({ sub: "nobody" })).toBe(401);
    expect(lab.espocrm.state.users.named("nobody")).toBeUndefined();
  });

  test("an inactive user is refused", async () => {
    lab.espocrm.seed({ users: [{ userName: "gone", isActive: false }] });
    expect(await lab.signInAs({ sub: "gone" })).toBe(401);
    expect(lab.log()).toEqual([
      expect.stringMatching(/^Oidc: User \w+ found but it's not active\.$/),
    ]);
  });

  test("an api user is refused", async () => {
    expect(await lab.signInAs({ sub: "api1" })).toBe(401);
    expect(lab.log()).toEqual([expect.stringContaining("neither regular user nor admin")]);
  });

  test("an administrator only when administrators are allowed", async () => {
    expect(await lab.signInAs({ sub: "admin" })).toBe(401);
    expect(lab.log()).toEqual([expect.stringContaining("it's admin, not allowed.")]);
    lab.set({ oidcAllowAdminUser: true });
    expect(await lab.signInAs({ sub: "admin" })).toMatchObject({
      userName: "admin",
      type: "admin",
    });
  });
});

describe("creation", () => {
  beforeEach(() => lab.set({ oidcCreateUser: true }));

  test("makes a regular user with what the claims say", async () => {
    const user = await lab.signInAs({
      sub: "New User",
      email: "new@example.com",
      phone_number: "+49 1",
      given_name: "New",
      family_name: "User",
      gender: "female",
    });
    expect(user).toMatchObject({
      userName: "new_user",
      type: "regular",
      isActive: true,
      emailAddress: "new@example.com",
      phoneNumber: "+49 1",
      firstName: "New",
      lastName: "User",
      gender: "Female",
    });
  });

  test("leaves empty what the claims do not say", async () => {
    expect(await lab.signInAs({ sub: "new", gender: "other" })).toMatchObject({
      emailAddress: null,
      firstName: null,
      lastName: null,
      gender: null,
    });
  });

  test("refuses a name of more than 50 bytes", async () => {
    expect(await lab.signInAs({ sub: "x".repeat(51) })).toBe(500);
    expect(await lab.signInAs({ sub: "ü".repeat(26) })).toBe(500);
    expect(lab.log()[0]).toContain("exceeds max length of `50`");
    expect(await lab.signInAs({ sub: "x".repeat(50) })).toMatchObject({ type: "regular" });
  });

  test("finds the created user the next time", async () => {
    const first = await lab.signInAs({ sub: "new" });
    expect(await lab.signInAs({ sub: "new" })).toEqual(first);
  });
});

describe("synchronization", () => {
  const claims = { sub: "sam", email: "new@example.com", family_name: "New" };

  test("is off unless set", async () => {
    expect(await lab.signInAs(claims)).toMatchObject({ emailAddress: "sam@example.com" });
  });

  test("overwrites the user, and empties what the claims do not say", async () => {
    lab.set({ oidcSync: true });
    expect(await lab.signInAs(claims)).toMatchObject({
      emailAddress: "new@example.com",
      lastName: "New",
      firstName: null,
      phoneNumber: null,
    });
  });

  test("keeps the teams", async () => {
    lab.set({ oidcSync: true, oidcTeamsIds: [teamId("Support")] });
    expect(await lab.signInAs(claims)).toMatchObject({ teamsIds: [teamId("Sales")] });
  });

  test("cannot write a name that is not lower-case", async () => {
    lab.espocrm.seed({ users: [{ userName: "Carla" }] });
    expect(await lab.signInAs({ sub: "carla" })).toMatchObject({ userName: "Carla" });
    lab.set({ oidcSync: true });
    expect(await lab.signInAs({ sub: "carla" })).toBe(500);
    expect(lab.log()).toEqual(["Could not sync user. Username mismatch."]);
  });
});

describe("teams", () => {
  const teamsOf = async (claims: Record<string, unknown>): Promise<unknown> => {
    const user = await lab.signInAs({ sub: "sam", ...claims });
    return Object.values((user as { teamsNames: object }).teamsNames);
  };

  beforeEach(() =>
    lab.set({
      oidcSyncTeams: true,
      oidcGroupClaim: "groups",
      oidcTeamsIds: [teamId("Everyone"), teamId("Support"), teamId("Board"), "no-such-team"],
      oidcTeamsColumns: {
        [teamId("Everyone")]: { group: null },
        [teamId("Support")]: { group: "crm-support" },
        [teamId("Board")]: { group: "crm-board" },
      },
    }),
  );

  test("follow the groups in the claim, be it a list or a text", async () => {
    expect(await teamsOf({ groups: ["crm-support", "x"] })).toEqual(["Everyone", "Support"]);
    expect(await teamsOf({ groups: "crm-board" })).toEqual(["Everyone", "Board"]);
  });

  test("without a group are everybody's", async () => {
    expect(await teamsOf({})).toEqual(["Everyone"]);
    lab.set({ oidcTeamsColumns: null });
    expect(await teamsOf({})).toEqual(["Everyone", "Support", "Board"]);
  });

  test("that do not exist are passed over", async () => {
    await teamsOf({});
    expect(lab.espocrm.state.users.named("sam")?.teamsIds).toEqual([teamId("Everyone")]);
  });

  test("are taken away when none is configured", async () => {
    lab.set({ oidcTeamsIds: [] });
    expect(await teamsOf({})).toEqual([]);
  });

  test("are given at creation whatever is synchronized", async () => {
    lab.set({ oidcSyncTeams: false, oidcCreateUser: true });
    expect(await teamsOf({ sub: "new", groups: ["crm-support"] })).toEqual(["Everyone", "Support"]);
    expect(await teamsOf({ groups: ["crm-board"] })).toEqual(["Sales"]);
  });
});
