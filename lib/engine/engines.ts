/** A library that turns constructs into Terraform's JSON. */
export type Engine = "cdktf" | "cdktn";

/** The engine of this build: scripts/cdktn.js makes a second one, for the other. */
export const ENGINE: Engine = "cdktf";

/** What people call an engine, and where this package has what goes with it. */
export const ENGINES: Readonly<Record<Engine, { readonly title: string; readonly entry: string }>> =
  {
    cdktf: { title: "CDKTF", entry: "espo-authentik" },
    cdktn: { title: "CDK Terrain", entry: "espo-authentik/cdktn" },
  };

/** The engine that this build is not for. */
export const otherThan = (engine: Engine): Engine => (engine === "cdktf" ? "cdktn" : "cdktf");
