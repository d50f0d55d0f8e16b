import type { RandomBytes } from '../access/keys.js';
import type { HandedIn, HubConfiguration, HubParts, Trouble } from './hub-parts.js';
import type { Terminal } from './terminal.js';

/** 0: done · 1: it failed, or found something wrong · 2: asked or configured wrongly. */
export const exitCodes = { done: 0, failed: 1, misused: 2 } as const;

type OptionForm = {
  type: 'string' | 'boolean';
  /** What stands for the value in help, such as DATE; strings only. */
  value?: string;
  help: string;
};

type OperationFace = {
  /** One word or two, as typed: `doctor`, `keys create`. */
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What may follow the name: `[connection] [--since DATE]`. */
  usage: string;
  /** Further lines for the command's own help. */
  details?: readonly string[];
  options: Readonly<Record<string, OptionForm>>;
  positionals: { min: number; max: number };
  /** Its first argument names a file that is read as its stdin, `-` is stdin itself. */
  readsFile?: true;
  /** Its option `out` names a file that gets its stdout, whole or not at all. */
  writesFile?: true;
  /** Opened for looking only: not even the configuration is applied to the database. */
  readsOnly?: true;
};

/**
 * One hub command. `needs` says what is made ready before `run`: nothing, the configuration, or
 * the open hub; `what_there_is` runs in any case and is told what could not be made ready.
 * `run` answers with one of `exitCodes`.
 */
export type Operation = OperationFace &
  (
    | {
        needs: 'nothing';
        run(context: OperationContext, args: OperationArguments): Promise<number>;
      }
    | {
        needs: 'settings';
        run(
          context: OperationContext & { configuration: HubConfiguration },
          args: OperationArguments,
        ): Promise<number>;
      }
    | { needs: 'database'; run(context: OpenContext, args: OperationArguments): Promise<number> }
    | {
        needs: 'what_there_is';
        run(
          context: OperationContext & {
            configuration: HubConfiguration | null;
            parts: HubParts | null;
            trouble: readonly Trouble[];
          },
          args: OperationArguments,
        ): Promise<number>;
      }
  );

/** What a command sees of the world around it. */
export type OperationContext = {
  /** One line of data. Ends the command when nobody reads any more; always await it. */
  out(line: string): Promise<void>;
  /** One line for the person at the terminal. */
  err(line: string): void;
  /** Replaces the progress line on a terminal; elsewhere says it now and then. Null takes it away. */
  progress(text: string | null): void;
  stdin: Terminal['stdin'];
  json: boolean;
  now: () => Date;
  randomBytes: RandomBytes;
  /** Ends when the person gives up or goes away. */
  signal: AbortSignal;
  /** Null, after telling every fault, when the configuration cannot be used. */
  readConfiguration(): Promise<HubConfiguration | null>;
  handedIn: HandedIn;
};

export type OpenContext = OperationContext & { configuration: HubConfiguration; parts: HubParts };

export type OperationArguments = {
  positionals: readonly string[];
  text(name: string): string | undefined;
  isSet(name: string): boolean;
};
