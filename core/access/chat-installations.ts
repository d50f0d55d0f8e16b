/** The app as it was installed in one workspace, or in a whole organisation. */
export type ChatInstallation = {
  /** The workspace's id; the organisation's where it was installed for all of it. */
  id: string;
  name: string | null;
  botUserId: string;
  botId: string | null;
  token: string;
};

/** Installations by id; tokens are sealed where they are kept. */
export type ChatInstallations = {
  /** A later one takes the place of an earlier. */
  save(installation: ChatInstallation, at: Date): Promise<void>;
  find(id: string): Promise<ChatInstallation | null>;
  /** False where there was none. */
  remove(id: string): Promise<boolean>;
  all(): Promise<readonly ChatInstallation[]>;
};
