/**
 * Codes by network, code and network only. Source: the project's reference, reason-codes.json and
 * bank-return-codes.json of 22 November 2026, whose rows name where each code was published.
 */
export const reasonCodes = {
  visa: codes(
    '10.1 10.2 10.3 10.4 10.5 11.1 11.2 11.3 12.1 12.2 12.3 12.4 12.5 12.6.1 12.6.2 12.7 ' +
      '13.1 13.2 13.3 13.4 13.5 13.6 13.7 13.8 13.9 28 30 33 34 C028 C030 C031 C034 C035 ' +
      'C036 C038 C045 C048 C050 C071 C081 C0135',
  ),
  mastercard: codes(
    '4837 4849 4870 4871 4840 4863 4808 4807 4812 4834 4831 4842 4846 4850 4853 4841 4854 ' +
      '4855 4859 4860 4999 6305 6321 6322 6323 6341 6342 6343 6390 4901 4902 4903 4905 4908',
  ),
  amex: codes(
    'A01 A02 A08 C02 C04 C05 C08 C14 C18 C28 C31 C32 F10 F14 F24 F29 F30 F31 FR2 FR4 FR5 ' +
      'FR6 M01 M10 M49 P01 P03 P04 P05 P07 P08 P22 P23 R03 R13 004 021 024 059 061 062 063 ' +
      '127 147 154 155 158 169 170 173 175 176 177 193 680 684 691 693 M04 M11 M36 M38 M39 ' +
      'M42 S01 S02 S03 S04 OP1',
  ),
  discover: codes(
    'UA01 UA02 UA05 UA06 AA AT DA NA EX IN LP CD DP AW PM AP NF RG RM RN2 CR 05 DC NC IC ' +
      'UA10 UA11 4757 6005 6021 6040 6041 6050',
  ),
  klarna: codes(
    'return already_paid unauthorized_purchase incorrect_invoice high_risk_order ' +
      'goods_not_received faulty_goods',
  ),
  cashapp: codes('FR10 FR11 PE10 PE11 PE12 CD10 CD11 CD12 CD13'),
  ach: codes(
    'R01 R02 R03 R04 R05 R06 R07 R08 R09 R10 R11 R12 R13 R14 R15 R16 R17 R18 R19 R20 R21 ' +
      'R22 R23 R24 R25 R26 R27 R28 R29 R30 R31 R32 R33 R34 R35 R36 R37 R38 R39 R40 R41 R42 ' +
      'R43 R44 R45 R46 R47 R50 R51 R52 R53 R61 R62 R67 R68 R69 R70 R71 R72 R73 R74 R75 R76 ' +
      'R77 R80 R81 R82 R83 R84 R85 R90',
  ),
  sepa: codes(
    'AC01 AC03 AC04 AC06 AC13 AG01 AG02 AM04 AM05 AM09 AM01 AM02 AM03 AM06 AM07 AM10 ARDT ' +
      'BE04 BE05 BE01 BE06 BE07 BE08 CNOR DNOR CURR CUST DT01 ED05 FF05 FOCR FR01 MD01 MD02 ' +
      'MD06 MD07 MS02 MS03 NARR NOAS NOOR LEGL RC01 RC07 RF01 RR01 RR02 RR03 RR04 SL01 SL02 ' +
      'SL11 SL12 SL13 SL14 SVNR TM01 DUPL TECH FRAD CERI AB05 ACNR ACVA CVAA ARJT AC14 AC15 ' +
      'AC16 AC17',
  ),
  bacs: codes('0 1 2 3 4 5 6 7 8 9 A B C D E F G H I K L M N O P Q R'),
  faster_payments: codes(
    '1100 1114 1160 1161 1162 1163 1164 1165 1166 1167 1168 1169 1170 1171 1172 1173 1174 1175 ' +
      '1176 1177 1178 1179 1180 1181 1909 1930 4021 4400 9902 9905 9908 9909 9910 9911 9912 9913 ' +
      '9930 9931 9932 9933 9934 9935 00000001 00000002 00000003 00000004 00000005 00000006 ' +
      '00000007 00000008 00000009 00000010 00000011 00000012 00000013 00000014',
  ),
  gocardless: codes(
    'insufficient_funds refer_to_payer bank_account_closed mandate_cancelled ' +
      'invalid_bank_details direct_debit_not_enabled bank_account_transferred ' +
      'authorisation_disputed mandate_expired payer_deceased',
  ),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>;

export type CodeNetwork = keyof typeof reasonCodes;

/** Networks of banks, whose codes return a debit; the others are of cards and pay-later firms. */
export const bankNetworks: ReadonlySet<CodeNetwork> = new Set([
  'ach',
  'sepa',
  'bacs',
  'faster_payments',
  'gocardless',
]);

/** Which networks use a code; the first is meant where nothing else tells. */
export const networksOf: ReadonlyMap<string, readonly CodeNetwork[]> = readNetworks();

function readNetworks(): Map<string, CodeNetwork[]> {
  const networks = new Map<string, CodeNetwork[]>();
  for (const network of Object.keys(reasonCodes) as CodeNetwork[]) {
    for (const code of reasonCodes[network]) {
      networks.set(code, [...(networks.get(code) ?? []), network]);
    }
  }
  return networks;
}

function codes(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
