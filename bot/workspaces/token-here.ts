import { AsyncLocalStorage } from 'node:async_hooks';

/** The workspace that the running work is for; every Web API call of it goes with that token. */
export type WorkspaceHere = { id: string; token: string };

const here = new AsyncLocalStorage<WorkspaceHere>();

export const workspaceHere = (): WorkspaceHere | undefined => here.getStore();

export function withWorkspace<T>(workspace: WorkspaceHere, work: () => Promise<T>): Promise<T> {
  return here.run(workspace, work);
}
