import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { AnnouncerError } from '../../core/index.js';
import { ACME, AGENT, type BotSpace, MANAGER, openBotSpace } from '../unit/bot/bot-space.js';
import { acme, reversal } from '../unit/bot/reversal-builder.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
  space.setClock(at(0));
});
afterEach(() => space.close());

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1, 15, 0, seconds));
const show = (effectId = 'e-1', changes = {}) =>
  space.bot.announcer.showCard(
    {
      reversal: reversal(changes),
      client: acme,
      alsoOnPayment: [],
      waitingFor: null,
      dashboardUrl: 'https://hub.example',
    },
    null,
    effectId,
  );
const troubleOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof AnnouncerError ? `${error.kind} ${error.code}` : error;
};
const posts = () => space.slack.calls.filter((call) => call.method === 'chat.postMessage').length;
const lookAgain = () => space.setClock(at(61));

describe('a channel or workspace that is shut', () => {
  const rows: readonly {
    name: string;
    shut: () => unknown;
    open: () => unknown;
    code: string;
    told: RegExp;
    well: RegExp;
  }[] = [
    {
      name: 'an archived channel',
      shut: () => space.slack.archiveChannel(ACME, MANAGER),
      open: () => space.slack.unarchiveChannel(ACME, MANAGER),
      code: 'is_archived',
      told: /^The channel of Acme Store \(C0ACME\) is archived since 2026-03-01 15:00 UTC\. Unarchive it/,
      well: /^The channel of Acme Store \(C0ACME\) takes messages again/,
    },
    {
      name: 'a channel the hub was taken out of',
      shut: () => space.slack.removeBotFrom(ACME),
      open: () => space.slack.inviteBotTo(ACME, MANAGER),
      code: 'not_in_channel',
      told: /^The hub is no member of the channel of Acme Store .*\/invite @Reversal Hub/,
      well: /takes messages again/,
    },
    {
      name: 'a token that was revoked',
      shut: () => space.slack.revokeToken(),
      open: async () => {
        space.slack.giveTokenBack();
        await space.bot.start();
      },
      code: 'token_revoked',
      told: /^Slack refuses the hub since .*token_revoked.*Install the app again/,
      well: /^Slack takes the hub’s calls again/,
    },
  ];
  it.each(rows)('$name is told once, holds, and goes on when it is mended', async (row) => {
    await row.shut();
    await space.slack.idle();
    expect(await troubleOf(show())).toBe(`hold ${row.code}`);
    expect(await troubleOf(show('e-2'))).toBe(`hold ${row.code}`);
    expect(posts()).toBe(0);
    expect(space.shut.told).toEqual([expect.stringMatching(row.told)]);
    await row.open();
    await space.slack.idle();
    expect(space.shut.told.at(-1)).toMatch(row.well);
    expect(space.shut.told).toHaveLength(2);
    await show();
    expect(space.slack.messages(ACME)).toHaveLength(1);
  });

  it.each(rows)('$name is found and found mended where Slack tells of neither', async (row) => {
    // The events are lost on the way; only the calls can tell.
    const { eventsUrl, baseUrl } = space.addresses;
    space.slack.connect({ baseUrl, eventsUrl: `${eventsUrl}-nowhere` });
    await row.shut();
    expect(await troubleOf(show())).toBe(`hold ${row.code}`);
    expect(space.shut.told).toEqual([expect.stringMatching(row.told)]);
    const asked = space.slack.calls.length;
    expect(await troubleOf(show())).toBe(`hold ${row.code}`);
    expect(space.slack.calls).toHaveLength(asked);
    space.slack.giveTokenBack();
    await row.open();
    lookAgain();
    await show();
    expect(space.slack.messages(ACME)).toHaveLength(1);
    expect(space.shut.told.at(-1)).toMatch(row.well);
    space.slack.connect({ baseUrl, eventsUrl });
  });

  test('another channel goes on while one is shut', async () => {
    await space.slack.archiveChannel(ACME, MANAGER);
    await space.bot.announcer.notifyOperations('A connection is failing.', 'n-1');
    expect(posts()).toBe(1);
  });

  test('a card in an archived channel is held, not given up and not posted anew', async () => {
    const posted = await show();
    const { baseUrl, eventsUrl } = space.addresses;
    space.slack.connect({ baseUrl, eventsUrl: `${eventsUrl}-nowhere` });
    await space.slack.archiveChannel(ACME, MANAGER);
    const update = space.bot.announcer.showCard(
      {
        reversal: reversal({ status: 'approved' }),
        client: acme,
        alsoOnPayment: [],
        waitingFor: null,
        dashboardUrl: 'https://hub.example',
      },
      posted,
      'e-3',
    );
    expect(await troubleOf(update)).toBe('hold is_inactive');
    expect(space.shut.told[0]).toContain('is archived');
    space.slack.connect({ baseUrl, eventsUrl });
  });
});

describe('what Slack tells of besides', () => {
  test('a renamed channel is told and shuts nothing', async () => {
    await space.slack.renameChannel(ACME, 'acme-refunds');
    expect(space.shut.told).toEqual([
      expect.stringContaining('The channel of Acme Store (C0ACME) is now called acme-refunds'),
    ]);
    await show();
    expect(space.slack.messages(ACME)).toHaveLength(1);
  });

  test('a person removed from Slack is told once by name, and their return', async () => {
    await space.slack.removeUser(MANAGER);
    await space.slack.removeUser(MANAGER);
    await space.slack.bringUserBack(MANAGER);
    await space.settled();
    // Said twice it is safe to repeat; whoever is back is asked again.
    expect(space.left.toSorted()).toEqual([
      'manager@northwind.example',
      'manager@northwind.example',
      'turns kept',
      'turns kept',
      'turns kept',
    ]);
    expect(space.shut.told).toEqual([
      expect.stringMatching(/^First manager was removed from Slack/),
      'First manager is back in Slack.',
    ]);
  });

  test('strange channels and people are nobody’s, and are acknowledged', async () => {
    space.slack.addChannel({ id: 'C0LUNCH', name: 'lunch', members: [AGENT] });
    space.slack.addUser({ id: 'U0GUEST', name: 'Guest', email: 'guest@elsewhere.example' });
    const answers = [
      await space.slack.archiveChannel('C0LUNCH', AGENT),
      await space.slack.renameChannel('C0LUNCH', 'dinner'),
      await space.slack.removeUser('U0GUEST'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(space.shut.told).toEqual([]);
  });
});

describe('the pace of a channel', () => {
  test('a new card waits for its turn without asking Slack anything; an update does not', async () => {
    const posted = await show();
    space.fillPace(4_000);
    const asked = space.slack.calls.length;
    expect(await troubleOf(show('e-2'))).toBe('wait channel_pace');
    expect(await troubleOf(space.bot.announcer.addThreadLine(posted, 'Line', 'l-1'))).toBe(
      'wait channel_pace',
    );
    expect(space.slack.calls).toHaveLength(asked);
    const update = {
      reversal: reversal({ status: 'approved' }),
      client: acme,
      alsoOnPayment: [],
      waitingFor: null,
      dashboardUrl: 'https://hub.example',
    };
    await space.bot.announcer.showCard(update, posted, 'e-3');
    expect(JSON.stringify(space.slack.messages(ACME))).toContain('Approved by policy');
  });

  test('an answer that all can read takes its place too, and goes out though the channel is full', async () => {
    const { ts } = await space.postCard();
    await space.slack.runCommand(MANAGER, ACME, '/reversal', 'show RV-1');
    await space.settled();
    const shown = space.slack.ephemerals(MANAGER).at(-1)?.ts ?? '';
    space.turns.length = 0;
    space.fillPace(60_000);
    await space.slack.click(MANAGER, ACME, shown, 'share');
    await space.settled();
    expect(space.turns).toContain(ACME);
    const said = space.slack.messages(ACME).filter((one) => one.ts !== ts && one.isFromBot);
    expect(JSON.stringify(said)).toContain('RV-000001');
  });

  test('what Slack asks to wait is kept for the whole channel', async () => {
    space.slack.inject({ on: 'chat.postMessage', status: 429, retryAfterSeconds: 7 });
    expect(await troubleOf(show())).toBe('wait ratelimited');
    expect(space.paused).toEqual([ACME]);
  });
});
