// Run as a child process: takes one job, says so, and never finishes it.
import { openJobs } from '../../core/jobs/open-jobs.js';
import { openDatabase } from '../../core/storage/open-database.js';

const { url, redisUrl, prefix } = JSON.parse(process.argv[2] ?? '{}');
const database = await openDatabase({ url });
const jobs = await openJobs({ database, redisUrl, prefix });
jobs.process('hold', async () => {
  process.stdout.write('taken\n');
  await new Promise(() => undefined);
});
