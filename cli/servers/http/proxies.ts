import { BlockList, isIP } from "node:net";
import { CommandFailure } from "../../run/failure";

/** A host of a request, as `NO_PROXY` is held against it. */
interface Host {
  /** Name or address, lower case, without brackets. */
  readonly name: string;
  readonly port: string;
}

type Exemption = (host: Host) => boolean;

/**
 * The proxies that the environment names, with the meaning that Terraform's providers give them (Go's
 * `httpproxy`): `HTTP_PROXY` for http, `HTTPS_PROXY` for https, each in capitals first; an address may
 * leave `http://` out; `NO_PROXY` exempts names with all below them, addresses, CIDR blocks, each with a
 * port or without, or `*`; this machine itself is never asked through a proxy.
 */
export class Proxies {
  readonly #http: URL | undefined;
  readonly #https: URL | undefined;
  readonly #exemptions: readonly Exemption[];

  /**
   * @param environment environment variables
   * @throws {CommandFailure} which names the variable that holds no address of a proxy
   */
  constructor(environment: NodeJS.ProcessEnv) {
    const valueOf = (name: string) => environment[name] || environment[name.toLowerCase()] || "";
    this.#http = proxyIn("HTTP_PROXY", valueOf("HTTP_PROXY"));
    this.#https = proxyIn("HTTPS_PROXY", valueOf("HTTPS_PROXY"));
    this.#exemptions = valueOf("NO_PROXY")
      .split(",")
      .map((entry) => entry.trim().toLowerCase())
      .filter((entry) => entry !== "")
      .map(exemption);
  }

  /** The proxy through which an address is asked; undefined where it is asked directly. */
  of(address: string): URL | undefined {
    const { hostname, port, protocol } = new URL(address);
    const host = {
      name: hostname.toLowerCase().replace(/^\[|\]$/g, ""),
      port: port || (protocol === "https:" ? "443" : "80"),
    };
    const isDirect = isThisMachine(host) || this.#exemptions.some((exempts) => exempts(host));
    return isDirect ? undefined : protocol === "https:" ? this.#https : this.#http;
  }
}

const SCHEMES = ["http:", "https:", "socks5:", "socks5h:"];

function proxyIn(variable: string, value: string): URL | undefined {
  if (value === "") return undefined;
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && SCHEMES.includes(url.protocol)) {
    return new URL(url.href.replace(/^socks5h:/, "socks5:"));
  }
  const found = JSON.stringify(value.replace(/^.*@/s, "…@"));
  throw new CommandFailure(
    `${variable} is ${found}, and that is no address of a proxy. Expected http://host:port, or host:port. Correct it, or unset it.`,
  );
}

const isThisMachine = ({ name }: Host): boolean =>
  name === "localhost" || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));

function exemption(entry: string): Exemption {
  if (entry === "*") return () => true;
  const block = blockOf(entry);
  if (block !== undefined) return ({ name }) => isIP(name) !== 0 && block.check(name, family(name));
  const [, bracketed, plain, wanted] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  const host = bracketed ?? plain ?? entry;
  const fits = ({ port }: Host): boolean => wanted === undefined || wanted === port;
  if (isIP(host) !== 0) {
    const address = new BlockList();
    address.addAddress(host, family(host));
    return (of) => isIP(of.name) !== 0 && address.check(of.name, family(of.name)) && fits(of);
  }
  const below = `.${host.replace(/^\*?\./, "")}`;
  const isBelowAlone = /^\*?\./.test(host);
  return (of) =>
    fits(of) && (of.name.endsWith(below) || (!isBelowAlone && `.${of.name}` === below));
}

/** `10.0.0.0/8`; undefined where it is none. */
function blockOf(entry: string): BlockList | undefined {
  const [, network = "", prefix = ""] = /^([\d.]+|[\da-f:]+)\/(\d+)$/.exec(entry) ?? [];
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(network)] ?? -1;
  if (prefix === "" || Number(prefix) > most) return undefined;
  const block = new BlockList();
  block.addSubnet(network, Number(prefix), family(network));
  return block;
}

const family = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");
