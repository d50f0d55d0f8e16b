import { describe, expect, it } from 'vitest';
import { decodeEntities, htmlToText } from '../../../connectors/html-to-text.js';

describe('the words of an HTML message', () => {
  it.each([
    ['<p>One</p><p>Two<br>Three</p>', 'One\n\nTwo\nThree'],
    ['<div>Return 49,99&nbsp;&euro;</div>', 'Return 49,99 €'],
    ['A &lt;b&gt; &amp;amp; B', 'A <b> &amp; B'],
    ['<style>p{color:red}</style><script>alert("x")</script>Text', 'Text'],
    ['before<!-- hidden -->after', 'beforeafter'],
    ['<script>never closed', ''],
    ['a <!-- never closed', 'a'],
    ['<table><tr><td>Order</td><td>8841</td></tr></table>', 'Order  8841'],
    ['&#8364;49 &#x20AC;50 &unknown; &#0;', '€49 €50 &unknown; &#0;'],
    ['3 < 4', '3 < 4'],
  ])('%s', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it('takes a moment for a megabyte of hostile markup', () => {
    const startedAt = performance.now();
    for (const piece of [
      '<',
      '<p',
      '<!--',
      '<script>',
      '<script></script>',
      '<!---->',
      '&',
      '&#',
      '\n',
      '<div <',
    ])
      htmlToText(piece.repeat(1_000_000 / piece.length));
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });

  it('leaves numbers beyond Unicode alone', () => {
    expect(decodeEntities('&#9999999;')).toBe('&#9999999;');
  });
});
