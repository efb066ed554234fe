import { EXAMPLE } from "../../authentik/state/shipped";
import { EXAMPLE_USERS } from "../../espocrm";

test("everybody in authentik's example has an account of the same name", () => {
  const accounts = EXAMPLE_USERS.filter(({ type }) => type !== "api").map((user) => user.userName);
  const people = (EXAMPLE.users ?? []).map(({ username }) => username);
  expect(people.length).toBeGreaterThan(2);
  expect(accounts).toEqual(expect.arrayContaining(people));
});

test("the administrator is an administrator, and nobody else is", () => {
  const administrators = EXAMPLE_USERS.filter(({ type }) => type === "admin");
  expect(administrators.map(({ userName }) => userName)).toEqual(["admin"]);
});
