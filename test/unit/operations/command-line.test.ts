import { describe, expect, it, vi } from 'vitest';
import { allOperations } from '../../../core/operations/all-operations.js';
import { OutputClosed } from '../../../core/operations/terminal.js';
import {
  command,
  configuration,
  deadLetter,
  fakeParts,
  memoryTerminal,
  separateHub,
} from './command-run.js';

describe('a command line that does not fit ends with 2 and says what would', () => {
  it.each([
    // typed | told on stderr
    ['', /command is missing.*hub help/s],
    ['docter', /Did you mean: hub doctor\?/],
    ['hlep', /Did you mean: hub help\?/],
    ['sing', /no command sing/],
    ['signn a@b.example', /Did you mean: hub signin\?/],
    ['keys', /needs one word more: keys create, keys list, keys revoke/],
    ['keys creat --for a@b.example', /Did you mean: hub keys create\?/],
    ['keys destroy', /no command keys destroy/],
    ['dead-letter list', /Did you mean: hub dead-letters list\?/],
    ['completeness --days 0', /--days wants/],
    ['constructor', /no command constructor/],
    ['doctor --jsn', /no option --jsn. Did you mean --json\?/],
    ['doctor --__proto__', /no option --__proto__/],
    ['doctor now', /Too much: now/],
    ['doctor --json=yes', /--json takes no value/],
    ['signin', /Something is missing.*Usage: hub signin EMAIL/s],
    ['signin a@b.example c@d.example', /Too much: c@d.example/],
    ['keys create --for', /--for wants a value/],
    ['keys create --for --json', /--for wants a value/],
    ['keys create --for=', /--for wants a value/],
    ['keys create', /--for EMAIL is missing/],
    ['keys create --for a@b.example --scopes all', /Scopes are read, write, decide; not all/],
    ['keys create --for a@b.example --scopes ,', /not an empty list/],
    ['doctor --config', /--config wants a value/],
    ['sync --since yesterday', /--since wants a day/],
    ['sync --since 2026-02-31', /--since wants a day/],
    ['sync --since 2027-01-01', /a day that has begun/],
    ['sync --since 2026-01-01 --full', /different things/],
    ['sync acme-zendsk', /Did you mean acme-zendesk\?/],
    ['start --role web,worked', /Did you mean: hub start --role worker\?/],
    ['slack manifest --url hub.example', /--url wants a web address/],
  ])('hub %s', async (line, told) => {
    const parts = fakeParts();
    const hub = separateHub({
      openParts: async () => ({ ok: true, parts, close: async () => undefined }),
    });
    const run = await command(line, { hub });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(told);
    expect(parts.keys).toEqual([]);
  });
});

describe('help', () => {
  it('lists every command of this version and none of a later one', async () => {
    const { code, out, err } = await command('help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { name, summary } of allOperations)
      expect(out).toMatch(new RegExp(`  ${name} +${summary.slice(0, 20)}`));
    expect(out).not.toMatch(/^ {2}(?:retention|audit export)/m);
  });

  it.each(allOperations.map((operation) => [operation.name, operation] as const))(
    'hub %s --help tells its usage and every option, and does nothing else',
    async (name, operation) => {
      const nothing = separateHub({
        readConfiguration: async () => {
          throw new Error('help reads no configuration');
        },
      });
      for (const line of [`${name} --help`, `${name} -h`, `help ${name}`, `--help ${name}`]) {
        const { code, out, err } = await command(line, { hub: nothing });
        expect({ code, err }).toEqual({ code: 0, err: '' });
        expect(out).toContain(`Usage: hub ${name}`);
        for (const option of Object.keys(operation.options)) expect(out).toContain(`--${option}`);
      }
    },
  );

  it('of a group lists its commands only; --version prints the version', async () => {
    expect((await command('keys --help')).out).toMatch(/keys create.*keys list.*keys revoke/s);
    expect((await command('keys --help')).out).not.toContain('doctor');
    expect(await command('--version')).toEqual({ code: 0, out: '0.1.0\n', err: '' });
  });

  it('names are one or two words, and each option is told in its usage', () => {
    for (const { name, usage, options } of allOperations) {
      expect(name).toMatch(/^[a-z-]+( [a-z-]+)?$/);
      for (const option of Object.keys(options)) expect(usage).toContain(`--${option}`);
    }
  });
});

describe('the configuration', () => {
  it.each([
    ['doctor --config other.yaml', 'other.yaml'],
    ['--config other.yaml doctor', 'other.yaml'],
    ['doctor --config=other.yaml', 'other.yaml'],
    ['doctor', null],
  ])('hub %s reads %s', async (line, file) => {
    const readConfiguration = vi.fn(async () => ({ ok: true, configuration }) as const);
    await command(line, { hub: separateHub({ readConfiguration }) });
    expect(readConfiguration.mock.calls).toEqual([[file]]);
  });

  it('with faults ends every command that needs it with 2, all faults told, nothing opened', async () => {
    const hub = separateHub({
      readConfiguration: async () => ({
        ok: false,
        file: 'hub.config.yaml',
        faults: [
          { path: 'organization', message: 'is missing; add it' },
          { path: 'people[0].role', message: 'is one of agent, manager' },
        ],
      }),
      openParts: async () => {
        throw new Error('nothing may be opened');
      },
    });
    for (const line of [
      'start',
      'sync',
      'audit verify',
      'keys list',
      'signin a@b.example',
      'slack manifest',
    ]) {
      const run = await command(line, { hub });
      expect(run).toMatchObject({ code: 2, out: '' });
      expect(run.err).toMatch(/2 faults.*organization is missing.*people\[0\]\.role is one of/s);
    }
  });

  it('that works while the database does not: what is wrong and how to mend it, exit 1', async () => {
    const trouble = { area: 'database', found: 'refused', mend: 'start it' } as const;
    const hub = separateHub({ openParts: async () => ({ ok: false, trouble }) });
    const run = await command('keys list', { hub });
    expect(run).toEqual({ code: 1, out: '', err: 'database: refused\nTo mend it: start it\n' });
  });
});

describe('on the embedded database', () => {
  const embedded = { ...configuration, isEmbedded: true, socketPath: 'data/hub.sock' };
  const readConfiguration = async () => ({ ok: true, configuration: embedded }) as const;

  it('a running hub carries the command out: its code counts and nothing is opened here', async () => {
    const forward = vi.fn(async () => 1);
    const openParts = vi.fn();
    const hub = separateHub({ readConfiguration, forward, openParts });
    const line = '--json --config c.yaml dead-letters retry --config=c.yaml a b';
    expect(await command(line, { hub })).toEqual({ code: 1, out: '', err: '' });
    const argv = ['dead-letters', 'retry', '--json', 'a', 'b'];
    expect(forward.mock.calls).toMatchObject([['data/hub.sock', argv, {}, {}]]);
    expect(openParts).not.toHaveBeenCalled();
  });

  it('with no hub running the command opens the database itself, and closes it after', async () => {
    const close = vi.fn(async () => undefined);
    const parts = fakeParts({
      sources: { ...fakeParts().sources, deadLetters: async () => [deadLetter('i-1')] },
    });
    const openParts = async () => ({ ok: true, parts, close }) as const;
    const hub = separateHub({ readConfiguration, openParts });
    expect((await command('dead-letters list', { hub })).out).toContain('i-1');
    expect(close).toHaveBeenCalledOnce();
  });

  it('a command that only looks opens the hub so: its configuration is not applied', async () => {
    const parts = fakeParts();
    const openParts = vi.fn(
      async () => ({ ok: true, parts, close: async () => undefined }) as const,
    );
    const hub = separateHub({ readConfiguration, openParts });
    await command('policy simulate -', { hub });
    await command('keys list', { hub });
    expect(openParts.mock.calls).toEqual([
      [embedded, true],
      [embedded, false],
    ]);
  });

  it.each([
    'start',
    'start --role web',
    'analyze',
    'understand answer',
    'understand question',
    'slack manifest',
  ])('hub %s never goes over the socket, and a running hub refuses it there', async (line) => {
    const forward = vi.fn(async () => 0);
    await command(line, { hub: separateHub({ readConfiguration, forward }) });
    expect(forward).not.toHaveBeenCalled();
    const refused = await command(line);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('in its own process only');
  });

  it('a role short of all three is refused with the reason; all three, or none named, start', async () => {
    const start = vi.fn(async () => 0);
    const world = { hub: separateHub({ readConfiguration }), handedIn: { start } };
    for (const roles of ['web', 'web,bot', 'worker', 'worker,worker,web']) {
      const run = await command(`start --role ${roles}`, world);
      expect(run.code).toBe(2);
      expect(run.err).toContain('lives inside one process');
    }
    expect(start).not.toHaveBeenCalled();
    expect((await command('start --role worker,bot,web', world)).code).toBe(0);
    expect((await command('start', world)).code).toBe(0);
    const all = ['web', 'bot', 'worker'];
    expect(start.mock.calls).toMatchObject([
      [embedded, all, {}],
      [embedded, all, {}],
    ]);
  });

  it('on PostgreSQL a process may take one role', async () => {
    const start = vi.fn(async () => 0);
    await command('start --role bot', { hub: separateHub(), handedIn: { start } });
    expect(start.mock.calls).toMatchObject([[configuration, ['bot'], {}]]);
  });
});

describe('output', () => {
  it('nobody reads any more: the command ends at once, quietly, with 0', async () => {
    const memory = memoryTerminal(undefined, { closedAfter: 2 });
    const letters = Array.from({ length: 500 }, (_, index) => deadLetter(`i-${index}`));
    const parts = fakeParts({
      sources: { ...fakeParts().sources, deadLetters: async () => letters },
    });
    const run = await command('dead-letters list', { memory, parts });
    expect(run.out.split('\n')).toHaveLength(3);
    expect(run).toMatchObject({ code: 0, err: '' });
  });

  it('a full disk under stdout is a failure, not a reader that had enough', async () => {
    const memory = memoryTerminal();
    memory.terminal.stdout.write = async () => {
      throw new OutputClosed('ENOSPC');
    };
    expect((await command('help', { memory })).code).toBe(1);
  });

  it('our own bug: told to telemetry, exit 1, and its text, which may be private, to nobody else', async () => {
    const bug = new Error('row of jane@example.com');
    const parts = fakeParts({
      checkDatabase: async () => {
        throw bug;
      },
    });
    const onBug = vi.fn();
    const run = await command('doctor', { parts, onBug });
    expect(onBug.mock.calls).toEqual([['doctor', bug]]);
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toContain('hub doctor broke off');
    expect(run.err).not.toContain('jane');
  });
});
