import type { Desk, LogRequest, LogResult } from '../../core/reversals/desk.js';

/** Intake logs an item that tells of one reversal. */
export async function logOneFromSource(
  desk: Pick<Desk, 'logManyFromSource'>,
  connectionId: string,
  request: LogRequest,
): Promise<LogResult> {
  const [result] = await desk.logManyFromSource(connectionId, [request]);
  if (!result) throw new Error('one request was logged and none came back');
  return result;
}
