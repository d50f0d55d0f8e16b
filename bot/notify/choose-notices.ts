import type { App, types } from '@slack/bolt';
import type { PersonNotice } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import type { Handled } from '../receiving/handled.js';
import { blockActions } from '../receiving/payloads.js';
import { takeInTime } from '../receiving/take-in-time.js';
import { tellAlone } from '../receiving/tell.js';
import { strangerWords } from '../who/who-speaks.js';

type Choice = { isDirect: boolean } | { digestHour: number | null };

const hourWords = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
const digestHours = [6, 7, 8, 9, 10, 11, 12];

/** `notify direct|channel` and `digest 9|off`, behind the command and in a direct message. */
export async function chooseByWords(
  tools: BotTools,
  { person }: Asker,
  word: 'notify' | 'digest',
  rest: string,
): Promise<Answer> {
  const wanted = rest.trim().toLowerCase();
  const choice = word === 'notify' ? notifyChoice(wanted) : digestChoice(wanted);
  if (!choice) return { text: await standingWords(tools, person.id) };
  await tools.people.choose(person.id, choice, tools.now());
  return { text: chosenWords(choice) };
}

function notifyChoice(wanted: string): Choice | null {
  if (/^(?:dm|direct|direct message|me)$/.test(wanted)) return { isDirect: true };
  // Off is the same: what is left are the cards in the channels.
  return /^(?:channels?|off|none)$/.test(wanted) ? { isDirect: false } : null;
}

function digestChoice(wanted: string): Choice | null {
  if (/^(?:off|none|never)$/.test(wanted)) return { digestHour: null };
  const match = /^(?:at\s+)?(\d{1,2})(?::00)?\s*(am|pm)?$/.exec(wanted);
  if (!match) return wanted === 'on' ? { digestHour: 9 } : null;
  const hour = (Number(match[1]) % (match[2] ? 12 : 24)) + (match[2] === 'pm' ? 12 : 0);
  return Number(match[1]) < 24 ? { digestHour: hour } : null;
}

function chosenWords(choice: Choice): string {
  if ('isDirect' in choice) {
    return choice.isDirect
      ? 'You get one direct message that says how many wait for you, kept up to date in place.'
      : 'You get no direct message: the cards in the channels are all you hear of, and App Home shows what waits.';
  }
  return choice.digestHour === null
    ? 'You get no digest in the morning.'
    : `Your digest comes at ${hourWords(choice.digestHour)} your time on working days, when there is something to tell.`;
}

async function standingWords(tools: BotTools, personId: string): Promise<string> {
  const { isDirect, digestHour } = await tools.people.noticeOf(personId);
  const digest = digestHour === null ? 'off' : hourWords(digestHour);
  return `Now: ${isDirect ? 'direct message' : 'channel'}, digest ${digest}. Write \`notify direct\` or \`notify channel\`; \`digest 9\` or \`digest off\`.`;
}

/** The two choices as menus of App Home. */
export function noticeMenus({ isDirect, digestHour }: PersonNotice): types.StaticSelect[] {
  const notify = [option('direct', 'One direct message'), option('channel', 'Channels only')];
  const hours = [
    option('off', 'No digest'),
    ...digestHours.map((hour) => option(String(hour), `Digest at ${hourWords(hour)}`)),
  ];
  const known = hours.find((one) => one.value === (digestHour === null ? 'off' : `${digestHour}`));
  return [
    {
      type: 'static_select',
      action_id: 'choose:notify',
      placeholder: { type: 'plain_text', text: 'Notifications' },
      options: notify,
      initial_option: notify[isDirect ? 0 : 1] ?? option('direct', 'One direct message'),
    },
    {
      type: 'static_select',
      action_id: 'choose:digest',
      placeholder: {
        type: 'plain_text',
        text: digestHour === null ? 'No digest' : `Digest at ${hourWords(digestHour)}`,
      },
      options: hours,
      ...(known ? { initial_option: known } : {}),
    },
  ];
}

const option = (value: string, text: string): types.PlainTextOption => ({
  value,
  text: { type: 'plain_text', text },
});

/** A menu of App Home: kept at once; App Home is drawn again by the effect that asks for. */
export function receiveChoices(app: App, tools: BotTools, handled: Handled): void {
  app.action(/^choose:(?:notify|digest)$/, async ({ ack, body, context }) => {
    handled.by(context, 'choose_notices');
    await ack();
    const payload = blockActions.parse(body);
    const [action] = payload.actions;
    const chosen = action?.selected_option?.value ?? '';
    const choice =
      action?.action_id === 'choose:notify' ? notifyChoice(chosen) : digestChoice(chosen);
    handled.inBackground(async () => {
      await takeInTime(
        async () => {
          const person = await tools.who(payload.user.id);
          if (!person) return { text: strangerWords };
          if (choice) await tools.people.choose(person.id, choice, tools.now());
          return null;
        },
        (answer) => tellAlone(tools, { channel: '', user: payload.user.id }, answer),
        tools.telemetry,
      );
    });
  });
}
