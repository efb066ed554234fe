import { plainHttp } from "../../../lib/rules/plain-http";
import { describeRule } from "./describe-rule";

const message = (side: string, key: string, url: string) =>
  `${side}.${key}: found "${url}"; expected https, or a host that is this machine. To fix it, use https, or set ${side}.allowPlainHttp: true if that network is yours alone.`;

describeRule(plainHttp, {
  finds: {
    "plain http across a network, on every address": [
      {
        authentik: {
          url: "http://authentik.company",
          apiUrl: "http://10.0.0.1",
          backchannelUrl: "http://0.0.0.0",
        },
        espocrm: {
          url: "http://espocrm.company",
          apiUrl: "http://127.0.0.1.example.com",
          backchannelUrl: "http://localhost.example.com",
        },
      },
      message("authentik", "url", "http://authentik.company"),
      message("authentik", "apiUrl", "http://10.0.0.1"),
      message("authentik", "backchannelUrl", "http://0.0.0.0"),
      message("espocrm", "url", "http://espocrm.company"),
      message("espocrm", "apiUrl", "http://127.0.0.1.example.com"),
      message("espocrm", "backchannelUrl", "http://localhost.example.com"),
    ],
    "the side that has not opted in": [
      {
        authentik: { url: "http://authentik.company", allowPlainHttp: true },
        espocrm: { url: "http://espocrm.company", allowPlainHttp: false },
      },
      message("espocrm", "url", "http://espocrm.company"),
    ],
  },
  passes: {
    "this machine": {
      authentik: { url: "http://127.0.0.1:9000", apiUrl: "http://[::1]:9000" },
      espocrm: { url: "http://localhost:8080", apiUrl: "http://127.8.8.8" },
    },
    "a network that is the user's alone": {
      espocrm: { url: "http://espocrm.company", allowPlainHttp: true },
    },
    https: { espocrm: { url: "https://10.0.0.1" } },
  },
});
