import { gaxios, JWT, OAuth2Client } from 'google-auth-library';
import { ConnectorError, type ConnectorTools } from '../../core/index.js';
import { exchange } from '../http.js';
import { apiFailureOf, tokenFailureOf } from './failure.js';
import { tokenAnswer } from './schema.js';
import type { GmailSettings } from './settings.js';

/** Reads, labels and drafts; nothing the hub does needs more (guide "Choose Gmail API scopes"). */
const scopes = ['https://www.googleapis.com/auth/gmail.modify'];
/** Where a service account's token comes from whatever its key says: the library has it fixed. */
const fixedTokenUrl = 'https://oauth2.googleapis.com/token';
/** The SDK drops the path of another root (`rootUrl`), so its own is swapped when a request goes out. */
const fixedRootUrl = 'https://gmail.googleapis.com';
/** A thread with its largest mails is some tens of megabytes. */
const requestTimeoutMs = 60_000;

/** Signs requests in, and forgets an access token that the vendor no longer takes. */
export type SignIn = { client: OAuth2Client; forget(): void };

export function openSignIn(settings: GmailSettings, tools: ConnectorTools): SignIn {
  const transporter = transporterOf(settings, tools);
  const { oauth, serviceAccount, mailbox } = settings;
  if (serviceAccount) {
    const { clientEmail, privateKey } = serviceAccount;
    const open = () =>
      new JWT({ email: clientEmail, key: privateKey, scopes, subject: mailbox, transporter });
    const client = open();
    return {
      client,
      forget() {
        // The token stands in a part of its own, which is made again when it is missing.
        client.gtoken = undefined;
        client.setCredentials({ refresh_token: 'jwt-placeholder', expiry_date: 1 });
      },
    };
  }
  const client = new OAuth2Client({
    clientId: oauth?.clientId,
    clientSecret: oauth?.clientSecret,
    endpoints: { oauth2TokenUrl: settings.tokenUrl },
    transporter,
  });
  const forget = () => client.setCredentials({ refresh_token: oauth?.refreshToken });
  forget();
  return { client, forget };
}

/**
 * What the SDK and its sign-in send through. Left to themselves they try again behind our back, wait
 * fixed times and keep a refusal's text; here every status is judged before they see it.
 */
function transporterOf(settings: GmailSettings, tools: ConnectorTools): gaxios.Gaxios {
  const adapter = async <T>(
    options: gaxios.GaxiosOptionsPrepared,
  ): Promise<gaxios.GaxiosResponse<T>> => {
    const asked = options.url.toString();
    const isToken = asked === fixedTokenUrl || asked === settings.tokenUrl;
    const headers = new Headers(options.headers);
    headers.set('user-agent', tools.userAgent);
    const answer = await exchange(tools, {
      url: isToken ? settings.tokenUrl : asked.replace(fixedRootUrl, settings.baseUrl),
      method: options.method ?? 'GET',
      headers: Object.fromEntries(headers),
      body: bodyOf(options.body),
      timeoutMs: requestTimeoutMs,
    });
    const judge = isToken ? tokenFailureOf : apiFailureOf;
    const failure = judge(answer, tools.now());
    if (failure) throw failure;
    if (isToken && !tokenAnswer.safeParse(answer.body).success) {
      throw new ConnectorError('unreadable', 'unreadable_token');
    }
    const { status } = answer;
    const response = new Response(null, { status, headers: answer.headers });
    // Whoever asks names the type; what came is judged by schema.ts.
    return Object.assign(response, { config: options, data: answer.body as T });
  };
  const transporter = new gaxios.Gaxios({ adapter });
  transporter.interceptors.request.add({
    // Asked last, after the SDK and the sign-in have each set retries of their own.
    resolved: async (options) => ({
      ...options,
      retry: false,
      retryConfig: { shouldRetry: () => false },
    }),
  });
  return transporter;
}

function bodyOf(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('the SDK sent a body of a kind it does not use for these calls');
}
