import type { SensitiveKind, SensitiveSpan } from './sensitive-span.js';

/** Security codes, PINs, track data, passwords and tokens. Each rule names the group it covers. */
export function findSecrets(folded: string): SensitiveSpan[] {
  // In small letters and by first letter: one reading of the text, where 40 words at every place cost ten.
  if (!anyTrigger.test(folded.toLowerCase())) return [];
  const spans: SensitiveSpan[] = [];
  for (const rule of rules) {
    if (!rule.trigger.test(folded)) continue;
    for (const match of folded.matchAll(rule.pattern)) {
      const value = match[1] ?? match[0];
      const start = match.index + match[0].lastIndexOf(value);
      if (value.startsWith('[') || (rule.accepts && !rule.accepts(value))) continue;
      spans.push({ start, end: start + value.length, kind: rule.kind });
    }
  }
  return spans;
}

/** One look for all: most texts hold nothing that any rule begins with. */
const anyTrigger =
  /c(?:v|sc|id|rypto|hiffre|ontras|lave)|s(?:e(?:cur|gur|nha|cret)|icher|k_|hp|g\.)|verif|p(?:ruf|in|ass|wd|at-)|digit|ziffer|g(?:eheimzahl|h[opsur]_|ithub|lpat)|o(?:tp|ne[ -]time)|ke(?:nnw|y)|token|b(?:earer|asic)|rk_|x(?:ox|app)|a(?:kia|iza)|eyj|npm_|:\/\/|\^|\d[=d]\d/;

type Rule = {
  readonly kind: SensitiveKind;
  /** Cheap first look at the whole text. */
  readonly trigger: RegExp;
  readonly pattern: RegExp;
  readonly accepts?: (value: string) => boolean;
};

/** Between a label and its value: a few signs and at most three small words. */
const gap =
  '(?:[ :=#.,("\'>\\ue001\\t\\n-]|\\b(?:is|was|are|number|no|code|on|the|back|es|ist|lautet|est|e|de|meu|mi|my|card|tarjeta|cartao|carte)\\b){1,10}';
const shortCode = '(\\d(?:[ .-]?\\d){2,3})(?![\\d]|[.,/:-]\\d)';
const codeWord =
  '(?:\\bcvv2?|\\bcvc2?|\\bcvn2?|\\bcsc|\\bcve|\\bcvp2?|\\bcv2|security[ -]?(?:code|number)|card verification(?: value| code| number)?|verification (?:value|number)|codigo (?:de )?(?:seguridad|seguranca|verificacion)|code de securite|cryptogramme(?: visuel)?|prufziffer|prufnummer|kartenprufnummer|sicherheitscode|(?:last )?(?:three|3) digits (?:on|at) (?:the )?back|(?:tres|3) (?:ultimos )?(?:digitos|numeros) (?:del reverso|de atras|do verso)|(?:trois|3) (?:derniers )?chiffres (?:au dos|du dos)|(?:drei|3) ziffern auf der ruckseite)';

const rules: readonly Rule[] = [
  {
    kind: 'track_data',
    trigger: /\^/,
    // ISO/IEC 7813 track 1: format code B, number, ^name^, expiry, service code, free data.
    pattern: /%?[Bb]?\d(?:[ -]?\d){11,18}\^[^^\n]{2,40}\^\d[^?\n]{0,80}\??/g,
  },
  {
    kind: 'track_data',
    trigger: /\d[=D]\d/,
    // ISO/IEC 7813 track 2: number, separator, expiry (YYMM), service code, free data.
    pattern: /;?(?<!\d)\d{12,19}[=D]\d{2}(?:0[1-9]|1[0-2])\d{3,24}\??/g,
  },
  {
    kind: 'security_code',
    trigger: /cv|csc|security|verif|seguri|segur|secur|crypto|pruf|sicher|digit|chiffre|ziffer/i,
    pattern: new RegExp(`${codeWord}${gap}${shortCode}`, 'gi'),
  },
  {
    kind: 'security_code',
    trigger: /CID/,
    pattern: new RegExp(`\\bCID${gap}${shortCode}`, 'g'),
  },
  {
    kind: 'security_code',
    trigger: /\d ?[([]?(?:cvv|cvc)/i,
    pattern: /(?<![\d.,/:-])(\d{3,4})(?= ?[([]?(?:cvv|cvc)\b(?![ :=]{0,3}\d))/gi,
  },
  {
    kind: 'pin',
    trigger: /\bpin\b|geheimzahl/i,
    pattern: new RegExp(
      `(?:\\bpin(?:[ -]?(?:code|nummer|number))?\\b|geheimzahl)${gap}(\\d(?:[ .-]?\\d){3,5})(?![\\d]|[.,/:-]\\d)`,
      'gi',
    ),
  },
  {
    kind: 'secret',
    trigger: /otp|one[ -]time|verification code|passcode/i,
    pattern: new RegExp(
      `(?:\\botp|one[ -]time (?:password|passcode|code)|verification code|passcode)${gap}(\\d(?:[ -]?\\d){3,7})(?!\\d)`,
      'gi',
    ),
  },
  {
    kind: 'secret',
    trigger: /_secret_/,
    // Stripe client secrets: reference identifiers.json, PaymentIntent note.
    pattern: /(?<![A-Za-z0-9_])(?:pi|seti|src|pm|cs)_[A-Za-z0-9]{3,100}_secret_[A-Za-z0-9]{3,100}/g,
  },
  {
    kind: 'secret',
    trigger: /(?:sk|rk|whsec|xox|xapp|gh|glpat|AKIA|AIza|eyJ|shp|pat-|npm_|SG\.|access_token)/,
    // Prefixes published by their vendors: payment processors, chat, code hosts, clouds, shops.
    pattern:
      /\b(?:(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{6,200}|whsec_[A-Za-z0-9+/=]{8,100}|xox[abeoprs]-[A-Za-z0-9-]{8,200}|xapp-[A-Za-z0-9-]{8,200}|gh[opsur]_[A-Za-z0-9]{20,100}|github_pat_\w{20,100}|glpat-[\w-]{16,60}|npm_[A-Za-z0-9]{30,60}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,45}|SG\.[\w-]{10,60}\.[\w-]{10,100}|shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{20,60}|pat-(?:na|eu)\d-[\w-]{20,60}|access_token\$[\w$-]{20,100}|(?<![\w-])eyJ[\w-]{8,4000}\.[\w-]{8,4000}\.[\w-]{0,2000})/g,
  },
  {
    kind: 'secret',
    trigger: /PRIVATE KEY/,
    pattern: /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[A-Za-z0-9+/=\s:,-]{0,8000}/g,
  },
  {
    kind: 'secret',
    trigger: /bearer|basic/i,
    pattern: /\b(?:bearer[ :]{1,3}|authorization[:= ]{1,3}basic )([\w.~+/=-]{12,4000})/gi,
    accepts: (value) => /\d|[A-Z].*[a-z]|[._~+/=-]/.test(value),
  },
  {
    kind: 'secret',
    trigger: /:\/\/[^\s/@]{1,100}@/,
    pattern: /:\/\/[^\s/:@]{1,100}:([^\s/@]{1,100})@/g,
  },
  {
    kind: 'secret',
    trigger: /pass|pwd|contrase|senha|kennwort|secret|api.?key|token|clave/i,
    pattern:
      /\b(?:pass(?:word|wd|phrase|wort|code)?|pwd|contrasena|clave|senha|mot de passe|kennwort|(?:client|api|app|webhook|shared|signing)?[ _-]?secret(?:[ _-]?key)?|api[ _-]?key|(?:access|auth|api|refresh|id|session)[ _-]?token|token)["']?[ \t]{0,3}[:=][ \t]{0,3}["']?([^\s"',;<>\ue001]{4,4000})/gi,
  },
  {
    kind: 'secret',
    trigger: /:\/\/[^\s]{1,300}[?&#][^\s=]{0,30}(?:token|key|sig|secret|auth|code|pass)/i,
    // Parameters of an address that open something: signed links, one-time sign-ins.
    pattern:
      /[?&#](?:[a-z_.-]{0,20}(?:token|api_?key|secret|signature|password)|key|sig|auth|code|pass)=([^\s&"'<>\ue001]{12,2000})/gi,
  },
  {
    kind: 'secret',
    trigger: /pass|contrase|senha|kennwort/i,
    pattern:
      /\b(?:password|passwort|passphrase|contrasena|senha|mot de passe|kennwort) (?:is|was|es|e|est|ist|lautet)[ :]{1,3}["']?([^\s"',;<>\ue001]{4,100})/gi,
    accepts: (value) => /[\d!@#$%^&*_+=]/.test(value),
  },
];
