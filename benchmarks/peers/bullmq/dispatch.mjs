// A campaign sent by a BullMQ worker: jobs in one queue, so many at once, each one request to the
// provider.
//
// Reads a line of JSON: {port, url, token, concurrency}; prints `ready` when the worker is. Then a
// line for each campaign: {jobs: [{correlation, to}]}, which is queued at once. What became of it is
// the provider's to say.

import { Queue, Worker } from 'bullmq';
import { createInterface } from 'node:readline';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { port, url, token, concurrency } = JSON.parse((await lines.next()).value);

const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
const kept = { removeOnComplete: true, attempts: 3 };

const queue = new Queue('campaign', { connection });
const worker = new Worker(
  'campaign',
  async ({ data }) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: data.to,
        biz_opaque_callback_data: data.correlation,
        type: 'text',
        text: { preview_url: false, body: 'A message for you.' },
      }),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(`the provider answered ${answer.status}`);
    return body.messages[0].id;
  },
  { connection, concurrency },
);
await worker.waitUntilReady();
console.log('ready');

for await (const line of lines) {
  const { jobs } = JSON.parse(line);
  await queue.addBulk(jobs.map((data) => ({ name: 'send', data, opts: kept })));
}

await worker.close();
await queue.close();
process.exit(0);
