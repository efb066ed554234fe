import { createRequire } from "node:module";

/** A comment or an issue. */
export interface Post {
  readonly id: number;
  readonly login: string;
  body: string;
  state: "open" | "closed";
  readonly on: number;
}

/** What a workflow run is, as GitHub says it. */
export interface Run {
  readonly id: number;
  readonly path: string;
  readonly event: string;
  readonly conclusion: string;
  readonly head_branch: string;
  readonly head_sha: string;
  readonly head_repository: { readonly full_name: string };
}

/** A merged pull request, or one that is not. */
export interface Pull {
  readonly number: number;
  readonly merged_at: string | null;
  readonly base: { readonly ref: string };
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
}

const BOT = "github-actions[bot]";

/** As much of a repository on GitHub as the workflows' scripts ask for. */
export class Forge {
  readonly comments: Post[] = [];
  readonly issues: Post[] = [];
  readonly pulls: Pull[] = [];
  readonly runs: Run[] = [];
  readonly artifacts: { readonly name: string; readonly expired: boolean }[] = [];
  readonly outputs: Record<string, string> = {};
  readonly failures: string[] = [];

  /** Runs the JavaScript of an `actions/github-script` step. */
  async run(
    script: string,
    { directory, env = {}, context = {} }: { directory?: string; env?: object; context?: object },
  ): Promise<void> {
    const core = {
      setOutput: (name: string, value: string) => void (this.outputs[name] = value),
      setFailed: (message: string) => void this.failures.push(message),
      notice: () => undefined,
    };
    const given = {
      github: this.client(),
      context: { repo: { owner: "company", repo: "crm-login" }, issue: { number: 7 }, ...context },
      core,
      process: { env },
      require: directory === undefined ? createRequire(__filename) : filesOf(directory),
    };
    const AsyncFunction = (async () => await Promise.resolve()).constructor as new (
      ...args: string[]
    ) => (...values: unknown[]) => Promise<void>;
    await new AsyncFunction(...Object.keys(given), script)(...Object.values(given));
  }

  private client() {
    const shown = ({ id, login, ...rest }: Post) => ({ id, number: id, user: { login }, ...rest });
    const find = (posts: readonly Post[], id: number): Post => {
      const post = posts.find((each) => each.id === id);
      if (post === undefined) throw new Error("Not Found");
      return post;
    };
    const add = (posts: Post[], body: string, on: number) => {
      posts.push({ id: 100 + posts.length, login: BOT, body, state: "open", on });
    };
    const rest = {
      issues: {
        listComments: ({ issue_number }: { issue_number: number }) =>
          this.comments.filter(({ on }) => on === issue_number).map(shown),
        createComment: ({ body, issue_number }: { body: string; issue_number: number }) =>
          add(this.comments, body, issue_number),
        updateComment: ({ body, comment_id }: { body: string; comment_id: number }) =>
          void (find(this.comments, comment_id).body = body),
        listForRepo: ({ creator }: { creator: string }) =>
          this.issues
            .filter(({ login, state }) => login === creator && state === "open")
            .map(shown),
        create: ({ body }: { body: string }) => add(this.issues, body, 0),
        update: ({ issue_number, ...changes }: { issue_number: number }) =>
          void Object.assign(find(this.issues, issue_number), changes),
      },
      repos: { listPullRequestsAssociatedWithCommit: () => ({ data: this.pulls }) },
      actions: {
        listWorkflowRuns: ({ event, head_sha }: { event: string; head_sha: string }) => ({
          data: {
            workflow_runs: this.runs.filter(
              (run) =>
                run.event === event && run.head_sha === head_sha && run.conclusion === "success",
            ),
          },
        }),
        getWorkflowRun: ({ run_id }: { run_id: number }) => ({
          data: this.runs.find(({ id }) => id === run_id),
        }),
        listWorkflowRunArtifacts: () => this.artifacts,
      },
    };
    return {
      rest,
      paginate: (list: (options: object) => unknown, options: object) => list(options),
    };
  }
}

/** `require("node:fs")` as a script sees it that runs in a folder. */
function filesOf(directory: string): (name: string) => unknown {
  const fs = createRequire(__filename)("node:fs") as typeof import("node:fs");
  const path = (file: string) => `${directory}/${file}`;
  return () => ({
    existsSync: (file: string) => fs.existsSync(path(file)),
    readdirSync: (file: string) => fs.readdirSync(path(file)),
    readFileSync: (file: string) => fs.readFileSync(path(file), "utf8"),
  });
}
