import type { Page } from 'playwright-core';
import { z } from 'zod';

/**
 * What a reader with a keyboard, a screen reader or a narrow phone would stumble over; empty when
 * all is well. Contrast is not looked at.
 */
export async function pageFaults(page: Page): Promise<string[]> {
  return z.array(z.string()).parse(await page.evaluate(lookInPage));
}

/** Runs in the browser; text, because the program's own types know no document. */
const lookInPage = `(() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const name = (element) =>
    element.tagName.toLowerCase() + (element.id ? '#' + element.id : '') + '.' + element.className;
  if (!document.documentElement.lang) faults.push('the page names no language');
  if (document.title.trim() === '') faults.push('the page has no title');
  for (const only of ['h1', 'main']) {
    if (all(only).length !== 1) faults.push(all(only).length + ' ' + only);
  }
  for (const field of all('input:not([type=hidden]), select, textarea')) {
    const label = [...field.labels].map((one) => one.textContent).join('');
    const words = field.getAttribute('aria-label') ?? field.getAttribute('aria-labelledby') ?? label;
    if (words.trim() === '') faults.push('no label: ' + name(field));
  }
  for (const field of all('input[type=date]')) {
    // Room for "dd/mm/yyyy" and the calendar's button.
    const { width } = field.getBoundingClientRect();
    if (field.checkVisibility() && width < 136) faults.push('no room for a date: ' + name(field));
  }
  for (const control of all('button, a[href]')) {
    const words = control.getAttribute('aria-label') ?? control.textContent;
    if (control.checkVisibility() && words.trim() === '') faults.push('no words: ' + name(control));
  }
  const ids = all('[id]').map((element) => element.id);
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index))) {
    faults.push('id twice: ' + id);
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const wide = all('body *').filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    faults.push('scrolls sideways: ' + wide.slice(0, 3).map(name).join(', '));
  }
  return faults;
})()`;
