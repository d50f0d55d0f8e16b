import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One element: its own text, attributes and children in order. Names are without namespaces. */
export type XmlElement = {
  readonly text: string;
  attribute(name: string): string | null;
  children(name: string): readonly XmlElement[];
};

/** Message trees of ISO 20022 are some twenty elements deep. */
const depthMax = 60;
const attributePrefix = '@';

/** Reads XML without expanding any entity; a fault names the line. A document type is refused. */
export function readXml(text: string): XmlElement | { fault: { line: number; reason: string } } {
  const doctype = text.search(/<!DOCTYPE|<!ENTITY/i);
  if (doctype !== -1) {
    const line = text.slice(0, doctype).split('\n').length;
    return { fault: { line, reason: 'it declares a document type, which is not read' } };
  }
  const valid = XMLValidator.validate(text);
  if (valid !== true) return { fault: { line: valid.err.line, reason: 'it is no XML' } };
  if (depthOf(text) > depthMax) return { fault: { line: 1, reason: 'it is nested too deep' } };
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: attributePrefix,
    removeNSPrefix: true,
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
    maxNestedTags: depthMax,
  });
  try {
    return elementOf(parser.parse(text));
  } catch (error) {
    // Names such as __proto__, too many tags within tags: no bank writes them, and it says no more.
    if (error instanceof Error) return { fault: { line: 1, reason: 'it is no message of a bank' } };
    throw error;
  }
}

/** An upper bound: a `/>` or `</` closes, any other tag opens. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [tag] of text.matchAll(/<\/|<[A-Za-z_]|\/>/g)) {
    if (tag === '</' || tag === '/>') depth -= 1;
    else depth += 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function elementOf(node: unknown): XmlElement {
  if (typeof node !== 'object' || node === null) {
    return { text: plain(String(node ?? '')), attribute: () => null, children: () => [] };
  }
  const part = (name: string): unknown => Object.getOwnPropertyDescriptor(node, name)?.value;
  const textOf = (value: unknown) => plain(String(value ?? ''));
  return {
    get text() {
      return textOf(part('#text'));
    },
    attribute: (name) => textOf(part(`${attributePrefix}${name}`)) || null,
    children: (name) => {
      const found = part(name);
      if (found === undefined) return [];
      return (Array.isArray(found) ? found : [found]).map(elementOf);
    },
  };
}

const predefined: readonly (readonly [string, string])[] = [
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&amp;', '&'],
];

/** The five entities that XML itself names, the ampersand last so that nothing is read twice. */
function plain(text: string): string {
  if (!text.includes('&')) return text.trim();
  return predefined.reduce((read, [entity, sign]) => read.replaceAll(entity, sign), text).trim();
}

/** The elements at the end of a path of names, in order. */
export function at(element: XmlElement, path: string): readonly XmlElement[] {
  return path
    .split('/')
    .reduce<readonly XmlElement[]>(
      (all, name) => all.flatMap((one) => one.children(name)),
      [element],
    );
}

/** The first text at any of these paths; null where there is none. */
export function textAt(element: XmlElement, ...paths: readonly string[]): string | null {
  for (const path of paths) {
    const text = at(element, path)[0]?.text ?? '';
    if (text !== '') return text;
  }
  return null;
}
