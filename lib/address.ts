/** `address` without its trailing slashes. */
export const withoutTrailingSlash = (address: string): string => address.replace(/\/+$/, "");
