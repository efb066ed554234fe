/** The descriptor by which a program's watcher learns that its parent is no more. */
export const LIFELINE = 3;

/** What its watcher reads when the program has ended by itself. */
export const ENDED = "ended\n";

/**
 * Becomes the program, with a watcher beside it. The lifeline ends where the parent dies, by whatever
 * signal; the watcher then asks the program to end in order. What it writes goes through `tee`, which
 * goes on reading where nobody takes it any more: a broken pipe ends a Go program at once, and Terraform
 * leaves its state unwritten then, whatever it was told of SIGPIPE.
 */
const SCRIPT = `
pipes=$(mktemp -d) && mkfifo "$pipes/out" "$pipes/err" || exec "$@"
trap '' PIPE
tee /dev/null <"$pipes/out" ${String(LIFELINE)}<&- &
tee /dev/null <"$pipes/err" >&2 ${String(LIFELINE)}<&- &
{ read -r _ <&${String(LIFELINE)} || kill -INT $$; } >/dev/null 2>&1 &
exec >"$pipes/out" 2>"$pipes/err"
rm -r "$pipes"
trap - PIPE
exec "$@" ${String(LIFELINE)}<&-`;

/**
 * The same program, with the same process id, so that it gets SIGINT where this process dies: Terraform
 * then ends what it has begun, writes its state and gives its lock back.
 */
export const watched = (
  program: string,
  args: readonly string[],
): { readonly program: string; readonly args: readonly string[] } => ({
  program: "/bin/sh",
  args: ["-c", SCRIPT, "sh", program, ...args],
});
