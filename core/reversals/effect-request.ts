/** What may be done after a commit, each on its own queue. */
export const effectKinds = [
  /** Post the card if it was not posted, else update it in place, to what is true now. */
  'show_card',
  /** Add one short line to the card's thread. */
  'add_thread_line',
  /** Redraw the client's folded list of items to review and automatic approvals. */
  'show_folded_list',
  /** Internal note and tag on the source item. */
  'write_back',
  /** Tell the operations channel. */
  'notify_operations',
  /** Tell whoever works an item that card data stands there, and how it is taken out. */
  'report_card_data',
  /** What waits for people changed at a client: whoever sees it is told. */
  'tell_waiting',
  /** One person's direct message and App Home. */
  'tell_person',
  /** One person's digest of one morning. */
  'send_digest',
  /** One line to whom somebody handed their work or their decisions. */
  'tell_handed_over',
] as const;
export type EffectKind = (typeof effectKinds)[number];

/** What is to happen after the commit. Rows of the outbox; payloads are ids and names only. */
export type EffectRequest = {
  kind: EffectKind;
  /** The same key is one effect, however often it is asked for. */
  dedupeKey: string;
  reversalId: string | null;
  clientId: string | null;
  payload: Readonly<Record<string, string>>;
  /** Write-backs wait 30 s so that undo leaves no trace on the ticket (domain-rules.md). */
  notBefore: Date;
};
