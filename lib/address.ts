/** `address` without its trailing slashes. */
export const withoutTrailingSlash = (address: string): string => address.replace(/\/+$/, "");

/** Whether a host is this machine. */
export const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
