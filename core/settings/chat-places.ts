/** A channel as configured: its own id, or with its workspace's (or organisation's) before it. */
const placed = /^([TE][A-Z0-9]+)\/(.+)$/;

/** The channel's id alone. */
export const channelIdOf = (configured: string): string =>
  placed.exec(configured)?.[2] ?? configured;

const workspaceIdOf = (configured: string): string | null => placed.exec(configured)?.[1] ?? null;

/** Which workspaces the configuration names, and by which channels. */
export function chatPlacesOf(settings: {
  slack?: { operationsChannel?: string | undefined } | undefined;
  clients: readonly { slackChannel?: string | undefined }[];
}) {
  const operations = settings.slack?.operationsChannel;
  const all = [operations, ...settings.clients.map((client) => client.slackChannel)];
  const workspaceOfChannel = new Map(
    all.flatMap((one): [string, string][] => {
      const workspace = one === undefined ? null : workspaceIdOf(one);
      return one === undefined || workspace === null ? [] : [[channelIdOf(one), workspace]];
    }),
  );
  return {
    operationsChannel: operations === undefined ? undefined : channelIdOf(operations),
    workspaceOfChannel,
    /** Where the support company's own people are. */
    homeWorkspace: operations === undefined ? null : workspaceIdOf(operations),
  };
}
