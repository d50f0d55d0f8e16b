import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { newestReply } from '../../../core/index.js';
import { describeWithCorpora, readCorpus } from '../../support/corpora.js';

/**
 * What a person reading each mail takes for its newest part, blanks as one: by length and hash, so
 * that no text of the corpora (github/email_reply_parser, MIT; mailgun/talon, Apache-2.0) stands here.
 */
const expected: readonly { file: string; length: number; hash: string }[] = [
  { file: 'github/correct_sig.txt', length: 45, hash: '5f9baae9efe0' },
  { file: 'github/email_1_1.txt', length: 133, hash: 'dc157ef2fe27' },
  { file: 'github/email_1_2.txt', length: 751, hash: 'ceb9a00f2ef8' },
  { file: 'github/email_1_3.txt', length: 46, hash: '9aae1f42b0b9' },
  { file: 'github/email_1_4.txt', length: 47, hash: 'd5df5f5ea29d' },
  { file: 'github/email_1_5.txt', length: 420, hash: '356199b270ff' },
  { file: 'github/email_1_6.txt', length: 31, hash: '2d158f6e503a' },
  { file: 'github/email_1_7.txt', length: 4, hash: '4069a5e41439' },
  { file: 'github/email_1_8.txt', length: 43, hash: '6b7b8ffe82d7' },
  { file: 'github/email_2_1.txt', length: 20, hash: '6877eb4efc86' },
  { file: 'github/email_2_2.txt', length: 40, hash: 'c56b35a13dee' },
  { file: 'github/email_2_3.txt', length: 40, hash: 'c56b35a13dee' },
  { file: 'github/email_BlackBerry.txt', length: 21, hash: 'f00d7af645cd' },
  { file: 'github/email_bullets.txt', length: 107, hash: 'd99512d2b314' },
  { file: 'github/email_iPhone.txt', length: 21, hash: 'f00d7af645cd' },
  { file: 'github/email_long_quote.txt', length: 707745, hash: 'b47abbafdb98' },
  {
    file: 'github/email_multi_word_sent_from_my_mobile_device.txt',
    length: 21,
    hash: 'f00d7af645cd',
  },
  { file: 'github/email_one_is_not_on.txt', length: 102, hash: 'ce31149fca82' },
  { file: 'github/email_sent_from_my_not_signature.txt', length: 77, hash: '0cbd3ee7c0bd' },
  { file: 'github/email_sig_delimiter_in_middle_of_line.txt', length: 79, hash: 'e324e13e32ec' },
  { file: 'github/greedy_on.txt', length: 160, hash: '3883c7459b8b' },
  { file: 'github/pathological.txt', length: 97, hash: '4f8d10f7f8a8' },
  { file: 'talon/OLK_SRC_BODY_SECTION.html', length: 5, hash: 'c253f451bdd5' },
  { file: 'talon/html_replies/gmail.html', length: 27, hash: '431cafd9f3a5' },
  { file: 'talon/html_replies/hotmail.html', length: 27, hash: '431cafd9f3a5' },
  { file: 'talon/html_replies/mail_ru.html', length: 27, hash: '431cafd9f3a5' },
  { file: 'talon/html_replies/ms_outlook_2003.html', length: 27, hash: '431cafd9f3a5' },
  { file: 'talon/html_replies/ms_outlook_2007.html', length: 27, hash: '431cafd9f3a5' },
  { file: 'talon/html_replies/ms_outlook_2010.html', length: 27, hash: '431cafd9f3a5' },
  { file: 'talon/html_replies/thunderbird.html', length: 27, hash: '431cafd9f3a5' },
  { file: 'talon/html_replies/windows_mail.html', length: 27, hash: '431cafd9f3a5' },
  { file: 'talon/html_replies/yandex_ru.html', length: 27, hash: '431cafd9f3a5' },
  { file: 'talon/reply-separated-by-hr.html', length: 12, hash: 'f4fcd0733a80' },
  { file: 'talon/signature/emails/stripped/camel_case_body', length: 127, hash: 'b484c427ffca' },
  { file: 'talon/signature/emails/stripped/jeff_body', length: 91, hash: 'd10d35571b4d' },
  {
    file: 'talon/signature/emails/stripped/johndoeexamplecom_body',
    length: 1546,
    hash: '152db8973cb5',
  },
  { file: 'talon/signature/emails/stripped/long_body', length: 584, hash: '0cd4aedd09bf' },
  { file: 'talon/signature/emails/stripped/short_url_body', length: 77, hash: '5441755e4619' },
  { file: 'talon/signature/emails/stripped/sparse_body', length: 569, hash: '2e8dc6b22ce5' },
  { file: 'talon/standard_replies/iphone_reply_text', length: 5, hash: '185f8db32271' },
  { file: 'talon/standard_replies/sparrow_reply_text', length: 5, hash: '185f8db32271' },
];

describeWithCorpora('mails of others', () => {
  test.each(expected)('$file is read to its newest part', ({ file, length, hash }) => {
    const body = readCorpus(`email-replies/${file}`);
    const reply = newestReply(file.endsWith('.html') ? { html: body } : { text: body });
    const plain = reply.replace(/\s+/g, ' ');
    expect([plain.length, hashOf(plain)]).toEqual([length, hash]);
  });
});

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
