import { isExpression } from "../../stacks/expression";
import { nearest } from "../../../lib/config/index";
import type { Team } from "../../servers/espocrm/espocrm";
import type { PreflightCheck } from "../check";
import type { PreflightFinding } from "../finding";

/** The declared teams are in EspoCRM: it passes over an id that it does not know, without a word. */
export const teams: PreflightCheck = async ({ declared, espocrm }) => {
  const wanted = declared.props.login.teams ?? [];
  if (wanted.every(({ id }) => isExpression(id))) return [];
  const existing = await espocrm().teams();
  if (existing === undefined) return [];
  return wanted.flatMap(({ id, name }, index): PreflightFinding[] =>
    isExpression(id) || existing.some((team) => team.id === id)
      ? []
      : [
          {
            id: "team",
            place: `login.teams[${String(index)}].id`,
            found: `EspoCRM has no team with the id "${id}": at login it would be passed over${declared.props.login.syncTeams === true ? ", and who has that team by hand would lose it" : ""}`,
            expected:
              "the id of a team of EspoCRM: the last part of the address of the team's page",
            fix: fixOf(id, name, existing),
          },
        ],
  );
};

function fixOf(id: string, name: string | undefined, existing: readonly Team[]): string {
  const names = existing.map((team) => team.name);
  const meant = [id, name]
    .flatMap((word) => (word === undefined ? [] : (nearest(word, names) ?? [])))
    .at(0);
  const [team, ...others] = existing.filter((one) => one.name === meant);
  if (team !== undefined && others.length === 0)
    return `write id: ${team.id}, which is the team "${team.name}"`;
  const shown = existing.slice(0, 8).map((one) => `${one.id} ("${one.name}")`);
  const all = `${shown.join(", ")}${existing.length > shown.length ? ", …" : ""}`;
  return `make the team in EspoCRM first (Administration, Teams), or write the id of one that is there: ${shown.length === 0 ? "there is none yet" : all}`;
}
