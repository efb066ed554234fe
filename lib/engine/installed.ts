import { ENGINE, ENGINES, otherThan } from "./engines";

// Imported first of all: else Node's own words for a missing module are all that a program shows.
if (!isInstalled()) {
  const { entry, title } = ENGINES[ENGINE];
  const other = otherThan(ENGINE);
  throw new Error(
    `${entry} works with ${title}, the package ${ENGINE}, which is not installed. ` +
      `To fix it, either npm install ${ENGINE} constructs, or, with ${ENGINES[other].title} (${other}), ` +
      `import from "${ENGINES[other].entry}".`,
  );
}

function isInstalled(): boolean {
  try {
    require.resolve("cdktf");
    return true;
  } catch {
    return false;
  }
}
