import type { FastifyInstance } from "fastify";
import { controlRoutes, isControl, type ControlOptions } from "./control";
import { Faults } from "./faults";
import { imitation } from "./imitation";
import { Journal } from "./journal";
import { listen, type Listener, type ListenOptions } from "./listener";

/** How a sandbox server is reached. */
export interface SandboxServerOptions extends ListenOptions {
  /** Network latency added to every request, in milliseconds. @default - 0 */
  readonly latency?: number;
}

/** What makes a sandbox server the stand-in of one product. */
export interface SandboxProduct extends Pick<ControlOptions, "product" | "reset" | "seed"> {
  /** Adds the imitated routes, with the not-found and error answers of the product. */
  readonly routes: (app: FastifyInstance) => void;
  /** Adds the product's own control routes, all below `/sandbox/`. @default - none */
  readonly control?: (app: FastifyInstance) => void;
}

/** A running sandbox server. */
export interface SandboxServer extends Listener {
  /** Every request to the imitated routes. */
  readonly journal: Journal;
  /** Faults that the imitated routes show. */
  readonly faults: Faults;
}

/** Starts a stand-in: the imitated routes, and the control routes below `/sandbox/`. */
export async function startSandboxServer(
  product: SandboxProduct,
  options: SandboxServerOptions = {},
): Promise<SandboxServer> {
  const journal = new Journal();
  const faults = new Faults();

  const imitated = imitation({ journal, faults, latency: options.latency ?? 0 });
  product.routes(imitated);
  await imitated.ready();

  const control = controlRoutes({ ...product, journal, faults });
  product.control?.(control);
  await control.ready();

  const listener = await listen((request, response) => {
    const app = isControl(request.url ?? "") ? control : imitated;
    app.routing(request, response);
  }, options);
  return {
    url: listener.url,
    journal,
    faults,
    close: async () => {
      await listener.close();
      await imitated.close();
      await control.close();
    },
  };
}
