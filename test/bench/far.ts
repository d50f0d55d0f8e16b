// Run as a child process: an account of one vendor with so many items, on a port of its own.
import { listen } from '../support/stand-ins/http-server.js';
import { benchSource } from './sources/all-sources.js';

const { connectorId, items } = JSON.parse(process.argv[2] ?? '{}');
const server = await listen(benchSource(connectorId).account(items));
process.stdout.write(`${server.url}\n`);
