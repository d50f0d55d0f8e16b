/** One entry as a bank writes it; amounts in cents. */
export type AchEntry = {
  transactionCode?: string;
  cents?: number;
  name?: string;
  addenda?: string;
};

const bank = '09140060';
const trace = '091000017611242';

/** A record of 94 columns, each text from its column on. */
function record(...parts: readonly (readonly [column: number, text: string])[]): string {
  let line = '';
  for (const [column, text] of parts) line = line.padEnd(column - 1) + text;
  return line.padEnd(94);
}

export const addenda99 = (code = 'R01', original = '091400600000001') =>
  record([1, '799'], [4, code], [7, original], [28, bank], [80, trace]);
export const addenda98 = record([1, '798C01'], [7, '091400600000001'], [28, bank], [80, trace]);

/** A Nacha file of one batch whose controls agree with its entries. */
export function achFile(
  entries: readonly AchEntry[],
  { settled = '   ', sec = 'WEB' }: { settled?: string; sec?: string } = {},
): string[] {
  const lines = [
    record([1, '101 091400606 691000134'], [24, '2603010306A094101'], [41, 'FIRST BANK']),
    record(
      [1, '5200MERCHANT'],
      [41, '123456789'],
      [51, sec],
      [70, `260227${settled}1`],
      [80, bank],
    ),
  ];
  let [count, debit, credit] = [0, 0, 0];
  for (const entry of entries) {
    const { transactionCode = '26', cents = 12_354, name = 'Paul Jones' } = entry;
    const { addenda = addenda99() } = entry;
    lines.push(
      record(
        [1, `6${transactionCode}${bank}6`],
        [13, '123456789'],
        [30, pad(cents, 10)],
        [40, 'ID-1'],
        [55, name],
        [79, '1'],
        [80, trace],
      ),
    );
    count += 1;
    if (addenda !== '') lines.push(addenda);
    if (addenda !== '') count += 1;
    if (/[1-4]$/.test(transactionCode)) credit += cents;
    else debit += cents;
  }
  const hash = pad(Number(bank) * entries.length, 10);
  const sums = `${hash}${pad(debit, 12)}${pad(credit, 12)}`;
  lines.push(record([1, `8200${pad(count, 6)}${sums}`], [45, '123456789'], [80, bank]));
  lines.push(record([1, `9000001000001${pad(count, 8)}${sums}`]), '9'.repeat(94));
  return lines;
}

const pad = (value: number, length: number) => String(value).padStart(length, '0');

type Parts = { head?: string; more?: string };

/** A pacs.004 of one transaction; `more` stands in place of its original ids and the payer. */
export function pacs004({ head, more }: Parts = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<p:Document xmlns:p="urn:iso:std:iso:20022:tech:xsd:pacs.004.001.09">
 <p:PmtRtr>
  <p:GrpHdr><p:MsgId>M1</p:MsgId><p:CreDtTm>2026-03-02T08:00:00</p:CreDtTm>${head ?? '<p:NbOfTxs>1</p:NbOfTxs><p:TtlRtrdIntrBkSttlmAmt Ccy="EUR">49.90</p:TtlRtrdIntrBkSttlmAmt>'}</p:GrpHdr>
  <p:TxInf>
   <p:RtrId>R-1</p:RtrId>
   ${more ?? '<p:OrgnlEndToEndId>E2E-8841</p:OrgnlEndToEndId><p:OrgnlUETR>EB6305C9-1F7F-49DE-AED0-16487C27B42D</p:OrgnlUETR>'}
   <p:RtrdIntrBkSttlmAmt Ccy="EUR">49.90</p:RtrdIntrBkSttlmAmt>
   <p:IntrBkSttlmDt>2026-03-02</p:IntrBkSttlmDt>
   <p:RtrRsnInf><p:Rsn><p:Cd>MD06</p:Cd></p:Rsn></p:RtrRsnInf>
   <p:OrgnlTxRef><p:Dbtr><p:Nm>M&amp;S Müller</p:Nm></p:Dbtr><p:DbtrAcct><p:Id><p:IBAN>DE89370400440532013000</p:IBAN></p:Id></p:DbtrAcct></p:OrgnlTxRef>
  </p:TxInf>
 </p:PmtRtr>
</p:Document>`;
}

/** A camt.054 entry with the given details. */
export function camt054(
  details: string,
  { amount = '30.00', status = '<Sts><Cd>BOOK</Cd></Sts>' } = {},
) {
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>N1</MsgId></GrpHdr><Ntfctn><Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>${status}
<ValDt><Dt>2026-03-03</Dt></ValDt><NtryDtls>${details}</NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;
}

export const camtReturn = (id: string, amount: string, code = 'AC04', more = '') =>
  `<TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs><Amt Ccy="EUR">${amount}</Amt>${more}<RtrInf><Rsn><Cd>${code}</Cd></Rsn></RtrInf></TxDtls>`;
