/** A plot of what a fleet takes, as SVG: a bar for each command and size. */
import { each, type Took } from "./fleet-took";

const WIDTH = 900;
const LEFT = 190;
const RIGHT = 90;
const BAR = 14;
const GAP = 18;
const COLOURS = ["#9ecae1", "#4292c6", "#08519c"] as const;

/** Bars of the seconds an integration takes. */
export function fleetPlot(all: readonly Took[]): string {
  const names = [...new Set(all.map(({ name }) => name))];
  const sizes = [...new Set(all.map(({ count }) => count))];
  const most = Math.max(...all.map(({ count, seconds }) => seconds / count));
  const group = sizes.length * BAR + GAP;
  const top = 50;
  const height = top + names.length * group + 10;
  const bars = all.map(({ count, name, seconds }) => {
    const y = top + names.indexOf(name) * group + sizes.indexOf(count) * BAR;
    const width = Math.max(1, ((WIDTH - LEFT - RIGHT) * seconds) / count / most);
    return [
      `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR - 2}" fill="${colourOf(sizes.indexOf(count))}"/>`,
      text(LEFT + width + 6, y + BAR - 4, each(seconds / count), 'font-size="11"'),
    ].join("");
  });
  const labels = names.map((name, index) =>
    text(
      LEFT - 10,
      top + index * group + (sizes.length * BAR) / 2 + 4,
      name,
      'text-anchor="end" font-size="13"',
    ),
  );
  const legend = sizes.map((size, index) =>
    [
      `<rect x="${LEFT + index * 150}" y="14" width="12" height="12" fill="${colourOf(index)}"/>`,
      text(LEFT + index * 150 + 18, 24, `${size} integrations`, 'font-size="12"'),
    ].join(""),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" role="img" aria-label="Seconds an integration, by command and size of the fleet">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...legend,
    ...labels,
    ...bars,
    "</svg>\n",
  ].join("\n");
}

const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? COLOURS[0];

const text = (x: number, y: number, content: string, more: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="#222222" ${more}>${content}</text>`;
