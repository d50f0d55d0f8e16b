import { expect, it } from 'vitest';
import { apiFailureOf } from '../../connectors/gmail/failure.js';
import { describeRecorded, readRecorded } from '../support/recorded.js';
import { refusals } from '../support/stand-ins/gmail/replies.js';

describeRecorded('the vendor’s own answer to an expired history id', () => {
  const recorded = () => readRecorded('gmail/history_list_404.json');

  it('is read as a missing record, which makes the listing begin anew', () => {
    const answer = { status: 404, headers: new Headers(), isJson: true, body: recorded() };
    expect(apiFailureOf(answer, new Date(0))).toMatchObject({ kind: 'give_up', code: 'not_found' });
  });

  it('is what the stand-in answers', () => {
    expect(refusals.notFound()).toEqual({ status: 404, body: recorded() });
  });
});
