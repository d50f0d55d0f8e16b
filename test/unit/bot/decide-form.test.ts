import { expect, it } from 'vitest';
import { decideForm } from '../../../bot/decide-reversal/decide-form.js';
import { actions } from '../../../core/reversals/transitions.js';
import { reversal } from './reversal-builder.js';

const pressed = { channel: 'C0ACME', locale: 'en-US', shownHash: 'hash' };
const forms = actions.flatMap((action) => decideForm(action, reversal(), pressed) ?? []);

it('no form has two buttons that could be taken for one another', () => {
  expect(forms.length).toBeGreaterThan(8);
  for (const { submit, close } of forms) {
    const [yes = '', no = ''] = [submit, close].map((words) => words?.text.split(' ')[0]);
    expect(no).not.toBe('');
    expect(yes).not.toBe(no);
  }
});
