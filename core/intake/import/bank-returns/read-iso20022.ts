import { add, type Money, parseCurrency, parseDecimal } from '../../../reversals/money.js';
import type { BankFileReading, BankReturn, LeftEntry } from './bank-return.js';
import { at, readXml, textAt, type XmlElement } from './xml-tree.js';

class IsoFault extends Error {
  override readonly name = 'IsoFault';
  constructor(readonly reason: string) {
    super('iso fault');
  }
}

/**
 * Reads a PaymentReturn (pacs.004) or a BankToCustomerDebitCreditNotification (camt.054) of any version;
 * element names are those of the ISO 20022 message catalogue. A wrong count or sum refuses the file;
 * a fault in a well-formed message names the transaction, its line being the first.
 */
export function readIso20022(text: string): BankFileReading {
  const root = readXml(text);
  if ('fault' in root) return root;
  try {
    const [pacs] = at(root, 'Document/PmtRtr');
    const [camt] = at(root, 'Document/BkToCstmrDbtCdtNtfctn');
    if (pacs) return { entries: readPacs(pacs) };
    if (camt) return { entries: readCamt(camt) };
    throw new IsoFault('it is neither pacs.004 nor camt.054');
  } catch (error) {
    if (error instanceof IsoFault) return { fault: { line: 1, reason: error.reason } };
    throw error;
  }
}

type Found = BankReturn | LeftEntry;

function readPacs(message: XmlElement): Found[] {
  const transactions = at(message, 'TxInf');
  checkCount(textAt(message, 'GrpHdr/NbOfTxs'), transactions.length, 'message');
  const amounts = transactions.map((one, index) => {
    const [element] = at(one, 'RtrdIntrBkSttlmAmt');
    return amountOf(element, index + 1);
  });
  const [total] = at(message, 'GrpHdr/TtlRtrdIntrBkSttlmAmt');
  if (total) checkSum(amountOf(total, 0), amounts, 'message');
  return transactions.map((transaction, index) => {
    const position = index + 1;
    const original =
      textAt(transaction, 'OrgnlGrpInf/OrgnlMsgNmId') ??
      textAt(message, 'OrgnlGrpInf/OrgnlMsgNmId');
    if (original?.startsWith('pacs.008')) return { position, left: leftCredit };
    const day =
      textAt(transaction, 'IntrBkSttlmDt') ??
      textAt(message, 'GrpHdr/IntrBkSttlmDt', 'GrpHdr/CreDtTm');
    return {
      position,
      amount: amounts[index] ?? missing(position, 'amount'),
      code: codeOf(transaction, 'RtrRsnInf', position),
      valueDate: dayOf(day, position),
      identifiers: identifiersOf(transaction, 'OrgnlEndToEndId', 'OrgnlUETR'),
      name: textAt(transaction, 'OrgnlTxRef/Dbtr/Nm', 'OrgnlTxRef/Dbtr/Pty/Nm'),
      returnId: textAt(transaction, 'RtrId'),
    };
  });
}

function readCamt(message: XmlElement): Found[] {
  const found: Found[] = [];
  for (const notification of at(message, 'Ntfctn')) {
    const entries = at(notification, 'Ntry');
    const said = textAt(notification, 'TxsSummry/TtlNtries/NbOfNtries');
    checkCount(said, entries.length, 'notification');
    for (const entry of entries) readEntry(entry, found);
  }
  return found;
}

function readEntry(entry: XmlElement, found: Found[]) {
  const total = amountOf(at(entry, 'Amt')[0], found.length + 1);
  const details = at(entry, 'NtryDtls/TxDtls');
  const amounts = details.map((one, index) => {
    const [own] = [...at(one, 'Amt'), ...at(one, 'AmtDtls/TxAmt/Amt')];
    if (!own && details.length === 1) return total;
    return amountOf(own, found.length + index + 1);
  });
  if (amounts.length > 0) checkSum(total, amounts, 'entry');
  if (details.length === 0) found.push({ position: found.length + 1, left: 'it gives no details' });
  const isBooked = ['BOOK', null].includes(textAt(entry, 'Sts/Cd', 'Sts'));
  details.forEach((detail, index) => {
    const position = found.length + 1;
    const direction = textAt(detail, 'CdtDbtInd') ?? textAt(entry, 'CdtDbtInd');
    if (at(detail, 'RtrInf').length === 0)
      found.push({ position, left: 'it carries no return reason' });
    else if (!isBooked) found.push({ position, left: 'it is not booked yet' });
    else if (direction === 'CRDT') found.push({ position, left: leftCredit });
    else {
      found.push({
        position,
        amount: amounts[index] ?? missing(position, 'amount'),
        code: codeOf(detail, 'RtrInf', position),
        valueDate: dayOf(
          textAt(entry, 'ValDt/Dt', 'ValDt/DtTm', 'BookgDt/Dt', 'BookgDt/DtTm'),
          position,
        ),
        identifiers: identifiersOf(detail, 'Refs/EndToEndId', 'Refs/UETR'),
        name: textAt(detail, 'RltdPties/Dbtr/Nm', 'RltdPties/Dbtr/Pty/Nm'),
        returnId: textAt(detail, 'Refs/AcctSvcrRef', 'Refs/TxId') ?? textAt(entry, 'AcctSvcrRef'),
      });
    }
  });
}

const leftCredit = 'it is a credit that came back: look at its payout';

function codeOf(transaction: XmlElement, name: string, position: number): string {
  const code = textAt(transaction, `${name}/Rsn/Cd`, `${name}/Rsn/Prtry`);
  if (code === null) return missing(position, 'return reason');
  if (!/^[A-Za-z0-9 _-]{1,35}$/.test(code)) return wrong(position, 'return reason');
  return code;
}

/** `NOTPROVIDED` is what the scheme writes where nobody gave one (EPC implementation guidelines). */
function identifiersOf(transaction: XmlElement, endToEnd: string, uetr: string) {
  const [end, unique] = [textAt(transaction, endToEnd), textAt(transaction, uetr)];
  return [
    ...(end && end !== 'NOTPROVIDED' ? [{ kind: 'end_to_end_id', value: end.slice(0, 200) }] : []),
    ...(unique ? [{ kind: 'uetr', value: unique.slice(0, 200).toLowerCase() }] : []),
  ];
}

function amountOf(element: XmlElement | undefined, position: number): Money {
  if (!element) return missing(position, 'amount');
  const currency = parseCurrency(element.attribute('Ccy') ?? '');
  const amount = currency ? parseDecimal(element.text, currency) : null;
  return amount && amount.minor > 0n ? amount : wrong(position, 'amount');
}

function dayOf(text: string | null, position: number): Date {
  if (text === null) return missing(position, 'value date');
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? wrong(position, 'value date') : day;
}

function checkCount(said: string | null, found: number, of: string) {
  if (said !== null && said !== String(found)) {
    throw new IsoFault(`the count of the ${of} is not that of its transactions`);
  }
}

function checkSum(said: Money, amounts: readonly Money[], of: string) {
  const zero: Money = { minor: 0n, currency: said.currency };
  const sum = amounts.reduce<Money | null>((all, one) => all && add(all, one), zero);
  if (sum?.minor !== said.minor) {
    throw new IsoFault(`the sum of the ${of} is not that of its transactions`);
  }
}

function missing(position: number, what: string): never {
  throw new IsoFault(`transaction ${position} has no ${what}`);
}

function wrong(position: number, what: string): never {
  throw new IsoFault(`the ${what} of transaction ${position} cannot be read`);
}
