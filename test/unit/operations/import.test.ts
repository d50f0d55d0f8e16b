import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HubParts } from '../../../core/operations/hub-parts.js';
import type { LogRequest } from '../../../core/reversals/desk.js';
import type { PaymentRequest } from '../../../core/reversals/record-payment.js';
import type { RefusalName } from '../../../core/reversals/refusal.js';
import { aReversal } from '../http/fake-web.js';
import { achFile, addenda98 } from '../intake/import/bank-files.js';
import { command, fakeParts, manager, memoryTerminal, separateHub } from './command-run.js';

const by = `--by ${manager.email}`;
const card = '4111 1111 1111 1111';

/** A desk that keeps what it is asked, and answers as told. */
function rememberingDesk(answer: RefusalName | null = null) {
  const logged: LogRequest[] = [];
  const recorded: PaymentRequest[] = [];
  const desk: HubParts['desk'] = {
    log: async (_actor, request) => {
      logged.push(request);
      if (answer) return { refused: answer, facts: {} };
      return { reversal: aReversal(), created: true, alsoOnPayment: [] };
    },
    recordPayment: async (_actor, request) => {
      recorded.push(request);
      const { processor, identifiers, captured } = request;
      const payment = { id: 'p1', processor, identifiers, captured, left: captured };
      return { payment, isRepeat: false };
    },
  };
  return { logged, recorded, parts: fakeParts({ desk }) };
}

async function importing(text: string, options = '', answer: RefusalName | null = null) {
  const { logged, recorded, parts } = rememberingDesk(answer);
  const run = await command(`import - ${by} ${options}`, { parts, stdin: [text] });
  return { ...run, logged, recorded };
}

describe('a row is refused with its number and field, and what stood in it is not repeated', () => {
  const header =
    'id,type,amount,amount_minor,currency,email,phone,date,card_last4,channel,order_number';
  it.each`
    row                                                  | field             | reason
    ${'1,refunds,1.00,,USD,,,,,,O1'}                     | ${'type'}         | ${'it must be one of'}
    ${'1,,1.00,,USD,,,,,,O1'}                            | ${'type'}         | ${'it is missing'}
    ${'1,refund,1.00,,,,,,,,O1'}                         | ${'currency'}     | ${'it is missing'}
    ${'1,refund,1.00,,USX,,,,,,O1'}                      | ${'currency'}     | ${'unknown_currency'}
    ${'1,refund,,,USD,,,,,,O1'}                          | ${'amount'}       | ${'amount_missing'}
    ${'1,refund,-1.00,,USD,,,,,,O1'}                     | ${'amount'}       | ${'amount_not_positive'}
    ${'1,refund,(1.00),,USD,,,,,,O1'}                    | ${'amount'}       | ${'amount_not_positive'}
    ${'1,refund,0.00,,USD,,,,,,O1'}                      | ${'amount'}       | ${'amount_not_positive'}
    ${'1,refund,"1,234",,USD,,,,,,O1'}                   | ${'amount'}       | ${'amount_ambiguous'}
    ${'1,refund,1.230,,EUR,,,,,,O1'}                     | ${'amount'}       | ${'amount_ambiguous'}
    ${'1,refund,$5,,USD,,,,,,O1'}                        | ${'amount'}       | ${'amount_ambiguous'}
    ${'1,refund,1e3,,USD,,,,,,O1'}                       | ${'amount'}       | ${'amount_ambiguous'}
    ${'1,refund,10.5,,JPY,,,,,,O1'}                      | ${'amount'}       | ${'more decimals than JPY'}
    ${'1,refund,9999999999999999999999999,,USD,,,,,,O1'} | ${'amount'}       | ${'too large'}
    ${'1,refund,1.00,100,USD,,,,,,O1'}                   | ${'amount'}       | ${'both given'}
    ${'1,refund,,1.5,USD,,,,,,O1'}                       | ${'amount_minor'} | ${'no whole number'}
    ${'1,refund,1.00,,USD,someone,,,,,O1'}               | ${'email'}        | ${'no e-mail'}
    ${'1,refund,1.00,,USD,,abc,,,,O1'}                   | ${'phone'}        | ${'no telephone'}
    ${'1,refund,1.00,,USD,,,03/04/2026,,,O1'}            | ${'occurred_at'}  | ${'it must be a day'}
    ${'1,refund,1.00,,USD,,,2026-02-30,,,O1'}            | ${'occurred_at'}  | ${'it must be a day'}
    ${'1,refund,1.00,,USD,,,,12345,,O1'}                 | ${'card_last4'}   | ${'four digits'}
    ${`1,refund,1.00,,USD,,,,${card},,O1`}               | ${'card_last4'}   | ${'card_number_in_text'}
    ${`${card},refund,1.00,,USD,,,,,,O1`}                | ${'id'}           | ${'card_number_in_text'}
    ${`1,refund,1.00,,USD,,,,,,${card}`}                 | ${'order_number'} | ${'card_number_in_text'}
    ${'1,refund,1.00,,USD,,,,,,DE89370400440532013000'}  | ${'order_number'} | ${'bank account'}
    ${'1,refund,1.00,,USD,,,,,fax,O1'}                   | ${'channel'}      | ${'it must be one of'}
    ${',refund,1.00,,USD,,,,,,'}                         | ${'id'}           | ${'an id or an identifier'}
    ${'\uFFFD,refund,1.00,,USD,,,,,,O1'}                 | ${'id'}           | ${'UTF-8'}
    ${'1,refund,1.00,,USD,,,,,,O1,more'}                 | ${'row'}          | ${'more cells'}
  `('$row', async ({ row, field, reason }) => {
    const { code, out, err, logged } = await importing(`${header}\n${row}\n`, '--kind reversals');
    expect(out).toContain(`row 2: ${field}: `);
    expect(out).toContain(reason);
    expect(`${out}${err}`).not.toContain('4111');
    expect(logged).toEqual([]);
    expect(code).toBe(1);
  });

  it.each`
    payment                        | field           | reason
    ${'stripe,,1.00,,USD'}         | ${'id'}         | ${'an id or an identifier'}
    ${',ch_1,1.00,,USD'}           | ${'processor'}  | ${'it is missing'}
    ${'=cmd(),ch_1,1.00,,USD'}     | ${'processor'}  | ${'a name such as stripe'}
    ${'stripe,ch_1,1.00,2.00,USD'} | ${'returned'}   | ${'more went back'}
    ${'stripe,ch_1,,2.00,USD'}     | ${'captured'}   | ${'needed with returned'}
    ${'stripe,ch_1,1.00,,'}        | ${'currency'}   | ${'it is missing'}
    ${`stripe,${card},1.00,,USD`}  | ${'payment_id'} | ${'card_number_in_text'}
  `('payment $payment', async ({ payment, field, reason }) => {
    const header = 'processor,payment_id,captured,returned,currency';
    const { out, recorded } = await importing(`${header}\n${payment}\n`);
    expect(out).toContain(`row 2: ${field}: `);
    expect(out).toContain(reason);
    expect(recorded).toEqual([]);
  });

  it.each([
    ['not_found', 'client'],
    ['not_permitted', 'row'],
    ['key_reused_with_other_content', 'id'],
  ] as const)('what the desk refuses as %s is told of %s', async (refused, field) => {
    const { out } = await importing('id,type,amount,currency\n1,refund,1,USD\n', '', refused);
    expect(out).toContain(`row 2: ${field}: ${refused}`);
  });
});

describe('a file that cannot be read is told as such', () => {
  it.each`
    name                   | text                                       | said
    ${'empty'}             | ${''}                                      | ${'Row 1: the file is empty'}
    ${'no header'}         | ${`1,refund,${card}\n`}                    | ${'Row 1: the header does not tell'}
    ${'both kinds'}        | ${'type,captured\n'}                       | ${'Row 1: the header does not tell'}
    ${'a column twice'}    | ${'type,order_id,Order No.\n'}             | ${'names order_number twice'}
    ${'a quote left open'} | ${'id,type\n1,"refund\n2,refund\n'}        | ${'the quotes do not fit'}
    ${'a quote in a cell'} | ${'id,type\n1,"ref"und"\n'}                | ${'the quotes do not fit'}
    ${'a row without end'} | ${`id,type\n1,"${'x'.repeat(200_000)}"\n`} | ${'the row is too long'}
  `('$name', async ({ text, said }) => {
    const { code, err, out, logged } = await importing(text);
    expect(err).toContain(said);
    expect(`${err}${out}`).not.toContain('4111');
    expect([code, logged]).toEqual([1, []]);
  });

  it.each([
    ['import /nowhere/rows.csv', 'The file cannot be read'],
    ['import /', 'The file cannot be read'],
    ['import', 'Something is missing'],
    [`import - --kind rows ${by}`, '--kind is one of'],
    [`import - --client acne ${by}`, 'Did you mean acme?'],
    ['import -', '--by EMAIL is missing'],
    ['import - --by nobody@northwind.example', 'Nobody here has the e-mail'],
  ])('%s', async (line, said) => {
    const { code, err } = await command(line, { hub: separateHub() });
    expect(err).toContain(said);
    expect(code).toBe(2);
  });
});

describe('a bank’s file', () => {
  it('is told entry by entry; what is no return is said beside the data', async () => {
    const file = achFile([{}, { addenda: addenda98, cents: 0 }]).join('\n');
    const { code, out, err, logged } = await importing(file, '--kind bank-returns --client acme');
    expect([code, out, logged.length]).toEqual([0, '', 1]);
    expect(err).toContain('entry 2: it is a notice of change');
    expect(err).toContain('2 rows: 1 added, 0 imported before, 0 refused, 1 not to be logged.');
  });

  it('that is wrong anywhere is refused whole, with its line', async () => {
    const file = achFile([{}, {}]).toSpliced(2, 1).join('\n');
    const { code, err, logged } = await importing(file, '--kind bank-returns --client acme');
    expect(err).toContain('Row 3: no record of this type may stand here');
    expect([code, logged]).toEqual([1, []]);
  });
});

describe('what fits is handed to the desk as it stands', () => {
  it('a reversal, whatever its header is called', async () => {
    const text =
      '\uFEFFRow ID;Type;Amount;Currency Code;Customer E-Mail;Order No.;Channel;Created at;Comment;Agent\r\n' +
      '77;Merchant Error;1.234,50;eur;J@shop.example;8841;Phone;2026-03-01;"charged ""twice""";x\r\n\r\n';
    const { code, out, err, logged } = await importing(text);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('Columns that are not known and not read: 10.');
    expect(err).toContain('1 row: 1 added, 0 imported before, 0 refused.');
    expect(logged).toMatchObject([
      {
        clientId: 'acme',
        type: 'merchant_error',
        kind: 'request',
        amount: { minor: 123_450n, currency: 'EUR' },
        identifiers: [{ kind: 'order_number', value: '8841' }],
        reason: 'charged "twice"',
        customer: { email: 'J@shop.example' },
        channel: 'phone',
        occurredAt: new Date('2026-03-01T00:00:00Z'),
      },
    ]);
  });

  it.each`
    amount         | currency | minor
    ${'49.99'}     | ${'USD'} | ${4_999n}
    ${'"49,99"'}   | ${'EUR'} | ${4_999n}
    ${'"1,234.5"'} | ${'USD'} | ${123_450n}
    ${'1200'}      | ${'JPY'} | ${1_200n}
    ${'100.00'}    | ${'JPY'} | ${100n}
    ${'1.234'}     | ${'KWD'} | ${1_234n}
  `('$amount $currency is $minor minor units', async ({ amount, currency, minor }) => {
    const { logged } = await importing(`id,type,amount,currency\n1,refund,${amount},${currency}\n`);
    expect(logged[0]?.amount).toEqual({ minor, currency });
  });

  it('a bank return is a fact, the charge of a row its processor’s', async () => {
    const text = 'type,charge,processor,amount_minor,currency\nbank_reversal,ch_1,Stripe,500,USD\n';
    const { logged } = await importing(text);
    expect(logged).toMatchObject([
      { kind: 'fact', identifiers: [{ kind: 'stripe_payment', value: 'ch_1' }] },
    ]);
  });

  it('a payment, with its processor from the identifier’s name', async () => {
    const text = 'stripe_payment,captured,refunded,currency\nch_1,10.00,2.50,USD\n';
    const { recorded } = await importing(text);
    expect(recorded).toMatchObject([
      { processor: 'stripe', captured: { minor: 1_000n, currency: 'USD' }, returnedBefore: 250n },
    ]);
  });

  it('reads the file that is named, in UTF-16 too, and tells each row as JSON', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'import-')), 'rows.csv');
    const text = '\uFEFFid\ttype\tname\tamount\tcurrency\n1\trefund\tMüller 🙂\t1\tUSD\n';
    writeFileSync(path, Buffer.from(text, 'utf16le'));
    const { logged, parts } = rememberingDesk();
    const hub = separateHub({
      openParts: async () => ({ ok: true, parts, close: async () => undefined }),
    });
    const { out } = await command(`import ${path} ${by} --json`, { hub });
    expect(JSON.parse(out)).toEqual({ row: 2, result: 'added', reference: 'RV-000001' });
    expect(logged[0]?.customer).toEqual({ name: 'Müller 🙂' });
  });

  it('keeps one row at a time: what is not asked for is not read', async () => {
    const { logged, parts } = rememberingDesk();
    const gone = new AbortController();
    async function* endless() {
      yield 'id,type,amount,currency\n';
      for (let row = 0; ; row += 1) {
        if (row === 5_000) gone.abort();
        if (row > 20_000) throw new Error('read on after it was cut');
        yield `${row},refund,1,USD\n`;
      }
    }
    const { code, err } = await command(`import - ${by}`, {
      parts,
      memory: memoryTerminal(endless()),
      signal: gone.signal,
    });
    expect(code).toBe(1);
    expect(err).toContain('The same command goes on');
    expect(5_000 - logged.length).toBeLessThan(2_000);
  });
});
