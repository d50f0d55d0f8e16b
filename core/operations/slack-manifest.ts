import { exitCodes, type Operation } from './operation.js';

export const slackManifest: Operation = {
  name: 'slack manifest',
  summary: 'Prints the manifest of the Slack app to create, as JSON.',
  usage: '[--url URL] [--socket]',
  details: ['The address is server.publicUrl; --url gives it before there is a configuration.'],
  options: {
    url: { type: 'string', value: 'URL', help: 'where the hub is reached from outside' },
    socket: { type: 'boolean', help: 'for Socket Mode, as with slack.appToken in the settings' },
  },
  positionals: { min: 0, max: 0 },
  needs: 'nothing',
  run: async (context, args) => {
    const given = args.text('url');
    if (given !== undefined && !isWebAddress(given)) {
      context.err('--url wants a web address beginning with https:// or http://.');
      return exitCodes.misused;
    }
    const settings =
      given === undefined ? (await context.readConfiguration())?.settings : undefined;
    const url = given ?? settings?.server.publicUrl;
    if (url === undefined) {
      context.err('Without a configuration, --url https://hub.example says where the hub will be.');
      return exitCodes.misused;
    }
    const isSocket = args.isSet('socket') || settings?.slack?.appToken !== undefined;
    const manifest = context.handedIn.chatManifest(url.replace(/\/+$/, ''), isSocket);
    await context.out(JSON.stringify(manifest, null, 2));
    return exitCodes.done;
  },
};

function isWebAddress(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}
