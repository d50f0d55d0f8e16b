/** One message each `costMs`, and at the beginning so many at once as fit into `burstMs`. */
type Spacing = { costMs: number; burstMs: number };

/** The pace of new messages in each channel, kept by all processes together. */
export type ChatPace = {
  /** 0: go now. Else how long to stay away; whoever is sent away gets a place of their own. */
  take(place: string, spacing: Spacing, now: Date): Promise<number>;
  /** Nothing new goes into the channel until then. */
  pause(place: string, until: Date): Promise<void>;
};
