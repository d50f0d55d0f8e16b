import type { NeutralText } from './neutral-text.js';

/** Size of the space that words are hashed into; a client's few thousand words rarely meet there. */
const featureSpace = 2 ** 22;
/** Words looked at in one text: past them a thread says the same again. */
const wordsMax = 3_000;
/** As long as the beginnings of most words that mean the same in the languages spoken here. */
const stemLength = 5;

/**
 * Hashes of words, word beginnings and pairs of neighbours, sorted, each once. Words that say nothing
 * by themselves count in pairs only; neutral tokens never count. No way leads back to the text.
 */
export function featuresOf(text: NeutralText): Uint32Array {
  const features = new Set<number>();
  let before = '';
  for (const word of wordsOf(text)) {
    if (!emptyWords.has(word)) {
      features.add(hashOf(`w ${word}`));
      if (word.length > stemLength) features.add(hashOf(`s ${word.slice(0, stemLength)}`));
    }
    if (before !== '') features.add(hashOf(`p ${before} ${word}`));
    before = word;
  }
  return Uint32Array.from(features).sort();
}

const word = /\p{L}[\p{L}\p{M}]*/gu;
const letterWise = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const neutralWords = /\bName\b|https:\/\/link\.example|person@mail\.example|\p{Sc}/gu;

function* wordsOf(text: NeutralText): Generator<string> {
  const heard = text
    .replace(neutralWords, ' ')
    .replace(/['’]/g, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();
  let count = 0;
  for (const [found] of heard.matchAll(word)) {
    for (const one of letterWise.test(found) ? found : [found]) {
      if (count >= wordsMax) return;
      count += 1;
      yield one;
    }
  }
}

const emptyWords = new Set(
  (
    'a an the and or but if so to of in on at by for from with as is are was were be been am do does did have has had ' +
    'i me my you your he she it its we our they them their this that these those there here not no yes can could would will ' +
    'please hello hi hey dear good morning afternoon evening team support thanks thank regards best kind cheers sincerely urgent usd eur gbp ' +
    'el la los las un una y o de del en con por para que es lo se mi su me te le ' +
    'os as um uma e ou do da dos das em no na com por que eu meu minha ' +
    'le les des et ou du au aux avec pour que est je mon ma mes ' +
    'der die das den dem ein eine und oder zu von mit fur ist ich mein meine bitte nicht'
  ).split(' '),
);

/** FNV-1a, 32 bits, over UTF-16 units (public domain; Fowler, Noll, Vo). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0) % featureSpace;
}
