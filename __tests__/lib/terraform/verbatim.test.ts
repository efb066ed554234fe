import { Token } from "cdktf";
import { verbatim } from "../../../lib/terraform/verbatim";

describe("Texts of a configuration", () => {
  it("are no templates of Terraform's", () => {
    expect(verbatim({ a: ["${var.authentik_token}", "%{ if true }"] })).toEqual({
      a: ["$${var.authentik_token}", "%%{ if true }"],
    });
  });

  it("stay as they are where Terraform would not look at them", () => {
    const texts = ["100 %", "$5", "{siteUrl}", "$ {", "%(username)s"];
    expect(verbatim(texts)).toEqual(texts);
  });

  it("keep CDKTF's tokens, in texts, lists and numbers", () => {
    const value = {
      text: `a-${Token.asString({ resolve: () => "x" })}`,
      number: Token.asNumber({ resolve: () => 1 }),
      list: Token.asList({ resolve: () => [] }),
    };
    expect(verbatim(value)).toEqual(value);
  });

  it("leave constructs and other objects with a class alone", () => {
    const provider = new (class Provider {
      name = "${x}";
    })();
    expect(verbatim({ provider }).provider).toBe(provider);
    expect(verbatim({ none: null, nothing: undefined })).toEqual({
      none: null,
      nothing: undefined,
    });
  });
});
