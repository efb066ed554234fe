import { CommandFailure } from "../../../../cli/run/failure";
import { Proxies } from "../../../../cli/servers/http/proxies";

const PROXY = "http://proxy.example:3128";

describe("an address of a proxy", () => {
  test.each([
    ["http://proxy.example:3128", "http://proxy.example:3128/"],
    ["https://proxy.example", "https://proxy.example/"],
    ["proxy.example:3128", "http://proxy.example:3128/"],
    ["proxy:3128", "http://proxy:3128/"],
    ["10.0.0.1:3128", "http://10.0.0.1:3128/"],
    ["user:pass@proxy:3128", "http://user:pass@proxy:3128/"],
    ["socks5h://proxy:1080", "socks5://proxy:1080"],
  ])("%s", (HTTPS_PROXY, used) => {
    expect(new Proxies({ HTTPS_PROXY }).of("https://crm.example/")?.href).toBe(used);
  });

  test.each(["not a proxy", "http://", "ftp://proxy:21", "http://proxy:port", "user:s3cret@"])(
    "%j is none, which is said with the variable and without its password",
    (HTTPS_PROXY) => {
      const make = () => new Proxies({ HTTPS_PROXY });
      expect(make).toThrow(CommandFailure);
      expect(make).toThrow("Expected http://host:port");
      expect(make).toThrow("HTTPS_PROXY is ");
      expect(make).not.toThrow("s3cret");
    },
  );

  test("each scheme has its own, and what is in capitals comes first", () => {
    const proxies = new Proxies({ HTTP_PROXY: "upper:1", http_proxy: "lower:1" });
    expect(proxies.of("http://crm.example/")?.href).toBe("http://upper:1/");
    expect(proxies.of("https://crm.example/")).toBeUndefined();
    expect(new Proxies({}).of("http://crm.example/")).toBeUndefined();
  });
});

/** As `golang.org/x/net/http/httpproxy` decides. */
describe("NO_PROXY", () => {
  test.each([
    // entry, address, whether a proxy is used
    ["crm.example", "https://crm.example/", false],
    ["crm.example", "https://a.crm.example/", false],
    ["crm.example", "https://acrm.example/", true],
    ["CRM.example", "https://crm.EXAMPLE/", false],
    [".crm.example", "https://a.crm.example/", false],
    [".crm.example", "https://crm.example/", true],
    ["*.crm.example", "https://a.b.crm.example/", false],
    ["*.crm.example", "https://crm.example/", true],
    ["crm.example:443", "https://crm.example/", false],
    ["crm.example:8443", "https://crm.example/", true],
    ["crm.example:8443", "https://crm.example:8443/", false],
    ["other.example, crm.example", "https://crm.example/", false],
    ["other.example crm.example", "https://crm.example/", true],
    ["*", "https://crm.example/", false],
    ["10.0.0.0/8", "https://10.1.2.3/", false],
    ["10.0.0.0/8", "https://11.1.2.3/", true],
    ["10.0.0.0/8", "https://crm.example/", true],
    ["10.0.0.0/99", "https://10.1.2.3/", true],
    ["192.168.1.1", "https://192.168.1.1:8443/", false],
    ["192.168.1.1:443", "https://192.168.1.1:8443/", true],
    ["192.168.1.1:443", "https://192.168.1.1/", false],
    ["fd00::/8", "https://[fd00::1]/", false],
    ["[fd00::1]:443", "https://[fd00::1]/", false],
    ["fd00::1", "https://[fd00::2]/", true],
    ["", "https://crm.example/", true],
    ["", "https://localhost/", false],
    ["", "https://127.8.8.8/", false],
    ["", "https://[::1]/", false],
  ])("%j, for %s: a proxy is used: %s", (NO_PROXY, address, isUsed) => {
    const proxies = new Proxies({ HTTPS_PROXY: PROXY, NO_PROXY });
    expect(proxies.of(address) !== undefined).toBe(isUsed);
  });
});
