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
