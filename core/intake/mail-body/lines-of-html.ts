import { Parser } from 'htmlparser2';

/**
 * A mail's HTML as lines of text: quoted parts get `> ` in front as in a plain mail, rules become
 * lines, signatures, styles and hidden parts are left out. One pass, whatever the nesting.
 */
export function linesOfHtml(html: string): string[] {
  const page = new Page();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => page.open(name, attributes),
      ontext: (text) => page.write(text),
      onclosetag: (name) => page.close(name),
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  for (let at = 0; at < html.length; at += chunkLength) {
    parser.write(html.slice(at, at + chunkLength));
    if (page.depth > depthMax) return [...page.end(), ...withoutTags(html.slice(at + chunkLength))];
  }
  parser.end();
  return page.end();
}

/** htmlparser2 12.0.0 moves its whole stack at each tag: deeper nesting would cost the square of it. */
const depthMax = 1_000;
const chunkLength = 16_384;

function withoutTags(html: string): string[] {
  return html.replace(/<[^<>]{0,2000}>/g, '\n').split(/\n+/);
}

type Attributes = Readonly<Record<string, string>>;
type Element = { readonly name: string; readonly isQuote: boolean; readonly isHidden: boolean };

/** Marks set in front of one line at the most: quotes of quotes deeper than this look alike. */
const marksMax = 6;

/** Holds the lines written so far, and which elements are open. */
class Page {
  readonly #lines: string[] = [];
  readonly #open: Element[] = [];
  #line: string[] = [];
  #quotes = 0;
  #hidden = 0;
  #pre = 0;

  get depth(): number {
    return this.#open.length;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'br') this.#endLine();
    if (name === 'hr') this.#rule();
    if (voidTags.has(name)) return;
    const isBlock = blockTags.has(name);
    if (isBlock) this.#startBlock();
    const isQuote = name === 'blockquote' || isQuotePart(attributes);
    const isHidden = hiddenTags.has(name) || isHiddenPart(attributes);
    this.#open.push({ name, isQuote, isHidden });
    if (isQuote) this.#quotes += 1;
    if (isHidden) this.#hidden += 1;
    if (name === 'pre') this.#pre += 1;
    if (name === 'li' && this.#hidden === 0) this.#line.push('- ');
  }

  write(text: string): void {
    if (this.#hidden > 0 || text === '') return;
    if (this.#pre > 0) {
      const [first, ...rest] = text.split('\n');
      this.#line.push(first ?? '');
      for (const line of rest) {
        this.#endLine();
        this.#line.push(line);
      }
      return;
    }
    const plain = text.replace(/[ \t\r\n\f\u00a0]+/g, ' ');
    const isStart = this.#line.length === 0 || this.#line.at(-1)?.endsWith(' ');
    const piece = isStart ? plain.replace(/^ /, '') : plain;
    if (piece !== '') this.#line.push(piece);
  }

  close(name: string): void {
    if (voidTags.has(name)) return;
    const element = this.#open.pop();
    if (!element) return;
    const isParagraph = name === 'p' || /^h\d$/.test(name);
    if (blockTags.has(name)) this.#startBlock();
    if ((name === 'td' || name === 'th') && this.#line.length > 0) this.#line.push(' ');
    if (isParagraph && this.#lines.at(-1)?.trim() !== '') this.#endLine();
    if (element.isQuote) this.#quotes -= 1;
    if (element.isHidden) this.#hidden -= 1;
    if (element.name === 'pre') this.#pre -= 1;
  }

  end(): string[] {
    this.#startBlock();
    return this.#lines;
  }

  #startBlock(): void {
    if (this.#line.some((piece) => piece.trim() !== '')) this.#endLine();
    else this.#line = [];
  }

  #endLine(): void {
    const text = this.#line.join('');
    const marks = '>'.repeat(Math.min(this.#quotes, marksMax));
    this.#lines.push(marks === '' ? text : `${marks} ${text}`);
    this.#line = [];
  }

  #rule(): void {
    if (this.#hidden > 0) return;
    this.#startBlock();
    this.#line.push('_'.repeat(32));
    this.#endLine();
  }
}

const voidTags: ReadonlySet<string> = new Set(
  'area base br hr col embed img input link meta source track wbr'.split(' '),
);
const hiddenTags: ReadonlySet<string> = new Set(
  'script style head title template noscript'.split(' '),
);
const blockTags: ReadonlySet<string> = new Set(
  'address article blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header html li main ol p pre section table tbody tr ul'.split(
    ' ',
  ),
);

/** Wrappers that mail programs put round what they quote, by class or id. */
function isQuotePart({ class: classes = '', id = '' }: Attributes): boolean {
  return (
    /(?:^|\s)(?:gmail_attr|moz-cite-prefix|yahoo_quoted|protonmail_quote|zmail_extra|ms-outlook-mobile-reference-message)(?:\s|$)/.test(
      classes.slice(0, 400),
    ) ||
    /^(?:OLK_SRC_BODY_SECTION|divRplyFwdMsg|reply-intro|isReplyContent|mail-editor-reference-message-container)$/.test(
      id,
    )
  );
}

/** Signatures by the names mail programs give them, and what is not shown at all. */
function isHiddenPart(attributes: Attributes): boolean {
  const { class: classes = '', id = '', style = '' } = attributes;
  if ('data-signatureblock' in attributes || 'hidden' in attributes) return true;
  if (/(?:^|\s)(?:gmail_signature|moz-signature)(?:\s|$)/.test(classes.slice(0, 400))) return true;
  if (/^(?:Signature|AppleMailSignature|ms-outlook-mobile-signature|x_Signature)$/.test(id))
    return true;
  return /(?:^|;)\s{0,8}(?:display\s{0,4}:\s{0,4}none|mso-hide\s{0,4}:\s{0,4}all)/i.test(
    style.slice(0, 2_000),
  );
}
