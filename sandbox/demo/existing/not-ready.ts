/** The demo can't begin; the message says why, and what to do. Nothing was changed on any server. */
export class NotReady extends Error {}
