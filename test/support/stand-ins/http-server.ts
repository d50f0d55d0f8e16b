import { createServer, type RequestListener } from 'node:http';

export interface ListeningServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string;
  /** Ends open connections too, so that a test never waits for keep-alive to run out. */
  close(): Promise<void>;
}

/** Serves an Express app (or any request listener) on a free port of 127.0.0.1. */
export async function listen(app: RequestListener, port = 0): Promise<ListeningServer> {
  const server = createServer(app);
  // Longer than any caller keeps a connection: else one is closed at the moment a request goes out on it.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
