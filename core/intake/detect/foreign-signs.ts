/**
 * Signs of money trouble in languages that neither model nor rules speak, accents off: Italian, Dutch,
 * Polish, Czech, the Nordic ones, Turkish, Romanian, Hungarian, Russian, Ukrainian, Greek, Arabic,
 * Hebrew, Hindi, Japanese, Chinese, Korean, Vietnamese, Indonesian, Thai.
 */
const askingBack =
  /refund|chargeback|rimbors|storn[io]|restituzione|terugbetal|geld terug|terugboek|zwrot|vraceni|vratit penize|refundac|aterbetal|tilbagebetal|tilbakebetal|palautus|rahat takaisin|\biade\b|geri odeme|paramin iade|rambursar|visszater|penzvissza|возврат|вернит|верните|вернуть|повернен|повернит|επιστροφη|استرداد|استرجاع|החזר|रिफंड|वापस|返金|払い戻し|退款|退钱|退錢|환불|hoan tien|pengembalian dana|คืนเงิน|lastskrifttilbake/;

const troubleWithMoney =
  /dubbel|dobbelt|dubbelt|podwojn|dwa razy|dvakrat|doppi|due volte|two times|twice|kaksi kertaa|iki kez|iki defa|cift|de doua ori|ketszer|дважды|два раз|двічі|δυο φορες|مرتين|פעמיים|दो बार|二重|两次|兩次|重复|重複|2重|두 번|hai lan|dua kali|สองครั้ง|non riconosco|herken .{0,30}niet|nie rozpoznaj|nepoznavam|kanner? inte igen|kjenner ikke|genkender ikke|tanimiyorum|nu recunosc|не узна|не впізна|не совершал|не робив|覚えのない|不明な請求|盗刷|盜刷|未授权|contest|reklam|klacht|reclam|жалоб/;

const money =
  /[€$£¥₹₺₽₩₪₫฿]|\b(?:usd|eur|gbp|try|pln|sek|nok|dkk|czk|chf|jpy|cny|inr|ron|huf|kr|zl|kc|tl|lei|ft|руб|visa|mastercard|paypal)\b|\d[.,]\d\d\b|円|元|원|card|kort|karta|kart[aiu]\b|carta|konto|rekening|hesab|карт|счет|рахун|カード|卡|카드/;

/** Whether a text of another language is to be shown to a person; small talk is not. */
export function showsMoneyTrouble(plain: string, hasAmount: boolean): boolean {
  return (
    askingBack.test(plain) || (troubleWithMoney.test(plain) && (hasAmount || money.test(plain)))
  );
}

/**
 * Words that ask for money back and belong to none of the five languages, as they are written: short
 * texts of another language are often taken for one of the five. Plain strings, quick to look for.
 */
const unmistakable = [
  'rimbors',
  'soldi indietro',
  'indietro i miei soldi',
  'terugbetal',
  'geld terug',
  'zwrot ',
  'zwrotu',
  'återbetal',
  'tilbagebetal',
  'tilbakebetal',
  'rahat takaisin',
  'geri ödeme',
  'paramı geri',
  'para iade',
  'rambursa',
  'banii înapoi',
  'visszatérít',
  'pénzem vissza',
  'vrátit peníze',
  'vrácení peněz',
  'возврат',
  'верните',
  'вернуть деньги',
  'поверніть',
  'повернення',
  'επιστροφή χρημάτων',
  'χρήματά μου πίσω',
  'استرداد',
  'החזר',
  'रिफंड',
  '返金',
  '払い戻',
  '退款',
  '退钱',
  '환불',
  'hoàn tiền',
  'pengembalian dana',
  'คืนเงิน',
];

/** Where the words are looked for: a request in a language nobody here reads stands at the beginning. */
const charactersSearched = 4_000;

/** Whether a text asks for money back in a language other than the five, whatever it was taken for. */
export function asksInAnotherLanguage(text: string): boolean {
  const lower = text.slice(0, charactersSearched).toLowerCase();
  return unmistakable.some((words) => lower.includes(words));
}
