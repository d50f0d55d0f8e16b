import { describe, expect, it } from 'vitest';
import { requestOf } from '../../../../core/intake/import/bank-returns/bank-return.js';
import { readBankFile } from '../../../../core/intake/import/bank-returns/read-bank-file.js';
import {
  type AchEntry,
  achFile,
  addenda98,
  addenda99,
  camt054,
  camtReturn,
  pacs004,
} from './bank-files.js';

async function* pieces(text: string) {
  for (let at = 0; at < text.length; at += 1_000) yield text.slice(at, at + 1_000);
}
const read = (text: string) => readBankFile(pieces(text));

/** Each entry as `code amount` or why it was left; the fault where nothing was believed. */
async function told(text: string): Promise<unknown> {
  const reading = await read(text);
  if ('fault' in reading) return `line ${reading.fault.line}: ${reading.fault.reason}`;
  return reading.entries.map((entry) =>
    'left' in entry
      ? entry.left
      : `${entry.code} ${entry.amount.minor} ${entry.amount.currency} ${entry.valueDate.toISOString().slice(0, 10)}`,
  );
}
const ach = (entries: readonly AchEntry[] = [{}]) => achFile(entries);

describe('ACH returns', () => {
  it('each entry is a return with its code, amount, trace, day and payer; no account is read', async () => {
    const file = achFile([{}, { cents: 500, addenda: addenda99('R10', '091400600000009') }]);
    const reading = await read(file.join('\r\n'));
    expect(reading).toMatchObject({
      entries: [
        {
          position: 1,
          code: 'R01',
          amount: { minor: 12_354n, currency: 'USD' },
          identifiers: [{ kind: 'ach_trace', value: '091400600000001' }],
          name: 'Paul Jones',
        },
        { position: 2, code: 'R10', amount: { minor: 500n } },
      ],
    });
    expect(JSON.stringify(reading, (_key, value) => String(value))).not.toContain('123456789');
  });

  it.each`
    name                                    | settled  | day
    ${'the day of the year it was settled'} | ${'061'} | ${'2026-03-02'}
    ${'at the turn of the year'}            | ${'364'} | ${'2025-12-30'}
    ${'of the file, where none is given'}   | ${'   '} | ${'2026-03-01'}
  `('value date: $name', async ({ settled, day }) => {
    expect(await told(achFile([{}], { settled }).join('\n'))).toEqual([`R01 12354 USD ${day}`]);
  });

  it.each`
    name                          | entry                                                      | left
    ${'a notice of change'}       | ${{ addenda: addenda98, cents: 0, transactionCode: '21' }} | ${'it is a notice of change'}
    ${'a credit that came back'}  | ${{ transactionCode: '21' }}                               | ${'it is a credit that came back: look at its payout'}
    ${'a dishonoured return'}     | ${{ addenda: addenda99('R61') }}                           | ${'it is about a return, between the banks'}
    ${'an entry without addenda'} | ${{ addenda: '' }}                                         | ${'it carries no return reason'}
    ${'a prenotification'}        | ${{ cents: 0, transactionCode: '28' }}                     | ${'it has no amount'}
  `('$name is no return', async ({ entry, left }) => {
    expect(await told(ach([entry, {}]).join('\n'))).toEqual([left, 'R01 12354 USD 2026-03-01']);
  });

  it('an international entry has no name where its account stands', async () => {
    const reading = await read(achFile([{}], { sec: 'IAT' }).join('\n'));
    expect(reading).toMatchObject({ entries: [{ name: null }] });
  });

  it.each([
    ['records one behind the other', ach().join('')],
    [
      'lines without their last blanks',
      ach()
        .map((line) => line.trimEnd())
        .join('\n'),
    ],
    ['a byte order mark', `\uFEFF${ach().join('\n')}`],
  ])('%s are read', async (_name, text) => {
    expect(await told(text)).toEqual(['R01 12354 USD 2026-03-01']);
  });

  const replaced = (line: number, from: string | RegExp, to: string) =>
    ach().map((text, index) => (index === line - 1 ? text.replace(from, to) : text));
  it.each`
    name                          | lines                                                      | fault
    ${'no file header'}           | ${ach().slice(1)}                                          | ${'line 1: the file header (record 1) is missing'}
    ${'no file at all'}           | ${['hello']}                                               | ${'line 1: the file header (record 1) is missing'}
    ${'cut before its end'}       | ${ach().slice(0, 4)}                                       | ${'line 4: the file control (record 9) is missing'}
    ${'an amount of letters'}     | ${replaced(3, '0000012354', '00000l2354')}                 | ${'line 3: the amount is no number'}
    ${'another amount'}           | ${replaced(3, '0000012354', '0000012355')}                 | ${'line 5: the sum of the batch control is not that of its entries'}
    ${'another bank'}             | ${replaced(3, '09140060', '09140061')}                     | ${'line 5: the hash of the batch control is not that of its entries'}
    ${'an entry taken out'}       | ${ach([{}, {}]).toSpliced(2, 2)}                           | ${'line 5: the count of the batch control is not that of its entries'}
    ${'another file total'}       | ${replaced(6, '000000012354', '000000012355')}             | ${'line 6: the sum of the file control is not that of its entries'}
    ${'another count of batches'} | ${replaced(6, '9000001', '9000002')}                       | ${'line 6: the file control counts other batches'}
    ${'no trace'}                 | ${replaced(4, '091400600000001', ' '.repeat(15))}          | ${'line 4: the original trace number is no number'}
    ${'no reason code'}           | ${replaced(4, 'R01', 'X01')}                               | ${'line 4: the return reason code is none'}
    ${'an unknown record'}        | ${replaced(4, '7', '4')}                                   | ${'line 4: no record of this type may stand here'}
    ${'an addenda of no entry'}   | ${ach().toSpliced(2, 1)}                                   | ${'line 3: no record of this type may stand here'}
    ${'a long line'}              | ${ach().map((line, at) => (at === 3 ? `${line}0` : line))} | ${'line 4: it is longer than 94 characters'}
    ${'more behind the end'}      | ${[...ach(), ...ach()]}                                    | ${'line 8: it stands behind the file control'}
  `('$name: nothing of the file is believed', async ({ lines, fault }) => {
    expect(await told(lines.join('\n'))).toBe(fault);
  });
});

describe('ISO 20022 returns', () => {
  it('a pacs.004 transaction, with its names and without its account', async () => {
    const reading = await read(pacs004());
    expect(reading).toEqual({
      entries: [
        {
          position: 1,
          code: 'MD06',
          amount: { minor: 4_990n, currency: 'EUR' },
          valueDate: new Date('2026-03-02T00:00:00Z'),
          identifiers: [
            { kind: 'end_to_end_id', value: 'E2E-8841' },
            { kind: 'uetr', value: 'eb6305c9-1f7f-49de-aed0-16487c27b42d' },
          ],
          name: 'M&S Müller',
          returnId: 'R-1',
        },
      ],
    });
  });

  it('many details of one camt.054 entry are many returns', async () => {
    const details = `${camtReturn('A', '10.00')}${camtReturn('NOTPROVIDED', '20.00', 'MS03')}`;
    expect(await told(camt054(details))).toEqual([
      'AC04 1000 EUR 2026-03-03',
      'MS03 2000 EUR 2026-03-03',
    ]);
  });

  it.each`
    name                               | text                                                                                                    | left
    ${'a returned credit, camt'}       | ${camt054(camtReturn('A', '30.00', 'AC04', '<CdtDbtInd>CRDT</CdtDbtInd>'))}                             | ${'it is a credit that came back: look at its payout'}
    ${'a returned credit, pacs'}       | ${pacs004({ more: '<p:OrgnlGrpInf><p:OrgnlMsgNmId>pacs.008.001.08</p:OrgnlMsgNmId></p:OrgnlGrpInf>' })} | ${'it is a credit that came back: look at its payout'}
    ${'an entry still pending'}        | ${camt054(camtReturn('A', '30.00'), { status: '<Sts>PDNG</Sts>' })}                                     | ${'it is not booked yet'}
    ${'a debit that was not returned'} | ${camt054('<TxDtls><Refs><EndToEndId>A</EndToEndId></Refs></TxDtls>')}                                  | ${'it carries no return reason'}
    ${'an entry without details'}      | ${camt054('')}                                                                                          | ${'it gives no details'}
  `('$name is no return', async ({ text, left }) => {
    expect(await told(text)).toEqual([left]);
  });

  const bomb = `<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${camt054('')}`;
  const deep = `<Document>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</Document>`;
  it.each`
    name                         | text                                                               | fault
    ${'an entity bomb'}          | ${bomb}                                                            | ${'line 1: it declares a document type, which is not read'}
    ${'nested without end'}      | ${deep}                                                            | ${'line 1: it is nested too deep'}
    ${'cut in the middle'}       | ${pacs004().slice(0, 700)}                                         | ${/^line \d+: it is no XML$/}
    ${'a name of JavaScript'}    | ${'<Document><__proto__/></Document>'}                             | ${'line 1: it is no message of a bank'}
    ${'another message'}         | ${'<Document><FIToFICstmrCdtTrf/></Document>'}                     | ${'line 1: it is neither pacs.004 nor camt.054'}
    ${'another count'}           | ${pacs004({ head: '<p:NbOfTxs>2</p:NbOfTxs>' })}                   | ${'line 1: the count of the message is not that of its transactions'}
    ${'another sum'}             | ${pacs004().replace('49.90', '49.91')}                             | ${'line 1: the sum of the message is not that of its transactions'}
    ${'a sum in other currency'} | ${pacs004().replace('Ccy="EUR"', 'Ccy="SEK"')}                     | ${'line 1: the sum of the message is not that of its transactions'}
    ${'no reason'}               | ${pacs004().replace(/<p:RtrRsnInf>.*<\/p:RtrRsnInf>/, '')}         | ${'line 1: transaction 1 has no return reason'}
    ${'no day'}                  | ${camt054(camtReturn('A', '30.00')).replace('2026-03-03', 'soon')} | ${'line 1: the value date of transaction 1 cannot be read'}
    ${'an amount with a comma'}  | ${camt054(camtReturn('A', '30,00'))}                               | ${'line 1: the amount of transaction 1 cannot be read'}
    ${'a currency nobody knows'} | ${camt054(camtReturn('A', '30.00')).replaceAll('EUR', 'XXX')}      | ${'line 1: the amount of transaction 1 cannot be read'}
    ${'a sum of an entry'}       | ${camt054(camtReturn('A', '10.00'))}                               | ${'line 1: the sum of the entry is not that of its transactions'}
    ${'nothing'}                 | ${' \n'}                                                           | ${'line 1: the file is empty'}
    ${'a file without end'}      | ${`<a>${' '.repeat(20_000_001)}`}                                  | ${'line 1: it is longer than 20000000 characters'}
  `('$name: nothing of the file is believed', async ({ text, fault }) => {
    const said = await told(text);
    if (fault instanceof RegExp) expect(said).toMatch(fault);
    else expect(said).toBe(fault);
  });
});

describe('what is logged of a return', () => {
  const found = {
    position: 3,
    amount: { minor: 500n, currency: 'USD' },
    code: 'R01',
    valueDate: new Date('2026-03-02T00:00:00Z'),
    identifiers: [{ kind: 'ach_trace', value: '091400600000001' }],
    name: 'Paul Jones 4111 1111 1111 1111',
    returnId: null,
  } as unknown as Parameters<typeof requestOf>[0];

  it('a fact with its code and day; a card number in a name is taken out', () => {
    expect(requestOf(found, 'acme', false)).toMatchObject({
      type: 'bank_reversal',
      kind: 'fact',
      reasonCode: 'R01',
      occurredAt: found.valueDate,
      customer: { name: 'Paul Jones [card •••• 1111]' },
    });
  });

  it.each`
    name                       | change                                             | isSame
    ${'its place in the file'} | ${{ position: 9 }}                                 | ${true}
    ${'its name'}              | ${{ name: 'P. Jones' }}                            | ${true}
    ${'its code'}              | ${{ code: 'R10' }}                                 | ${false}
    ${'its day'}               | ${{ valueDate: new Date('2026-03-03T00:00:00Z') }} | ${false}
    ${'the return’s own id'}   | ${{ returnId: 'x' }}                               | ${false}
  `('the same return in another file is one entry: $name', ({ change, isSame }) => {
    const keys = [found, { ...found, ...change }].map(
      (one) => requestOf(one, 'acme', false).requestKey,
    );
    expect(keys[0] === keys[1]).toBe(isSame);
  });

  it('two returns without any name are told apart by their place', () => {
    const keys = [1, 2].map(
      (position) => requestOf({ ...found, identifiers: [], position }, 'acme', false).requestKey,
    );
    expect(keys[0]).not.toBe(keys[1]);
  });
});
