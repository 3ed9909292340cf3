// The queue-per-stage design on BullMQ: bursts of messages, and when the last was stored.
//
// Reads one line of JSON: {port, design, concurrency, bursts: [{name, jobs: [{id, sentiment, category}]}]},
// where `sentiment` and `category` are what the two calls about a message take, in milliseconds.
// Prints one line a burst: {name, lastMillis, stored, duplicated, outOfOrder}.
//
// design "stages":   webhook → queue sentiment → queue category → queue score → list in Redis
// design "parallel": a flow: sentiment and category are children, score their parent → list in Redis

import { FlowProducer, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { createInterface } from 'node:readline';

const line = await new Promise((resolve) => createInterface({ input: process.stdin }).once('line', resolve));
const { port, design, concurrency, bursts } = JSON.parse(line);

const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
const store = new Redis(connection);
const kept = { removeOnComplete: true, attempts: 3 };
const think = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

let stored = [];
let arrived = () => {};

const queues = Object.fromEntries(['sentiment', 'category', 'score'].map((name) => [name, new Queue(name, { connection })]));
const flow = new FlowProducer({ connection });
const next = async (name, data) => {
  if (design === 'stages') await queues[name].add(name, data, kept);
};

const steps = {
  sentiment: async ({ data }) => {
    await think(data.sentiment);
    await next('category', data);
    return 'neutral';
  },
  category: async ({ data }) => {
    await think(data.category);
    await next('score', data);
    return 'other';
  },
  score: async ({ data }) => {
    await store.lpush('inbox', JSON.stringify({ id: data.id, sentiment: 'neutral', category: 'other', score: 25 }));
    stored.push(data.id);
    arrived();
  },
};
const workers = Object.entries(steps).map(([name, step]) => new Worker(name, step, { connection, concurrency }));
await Promise.all(workers.map((worker) => worker.waitUntilReady()));

const submit = (job) =>
  design === 'stages'
    ? queues.sentiment.add('sentiment', job, kept)
    : flow.add({
        name: 'score',
        queueName: 'score',
        data: job,
        opts: kept,
        children: ['sentiment', 'category'].map((name) => ({ name, queueName: name, data: job, opts: kept })),
      });

for (const { name, jobs } of bursts) {
  stored = [];
  const all = new Promise((resolve) => {
    arrived = () => stored.length >= jobs.length && resolve();
  });
  const began = performance.now();
  await Promise.all(jobs.map(submit));
  await all;
  const lastMillis = performance.now() - began;
  const places = new Map(jobs.map((job, place) => [job.id, place]));
  let latest = -1;
  let outOfOrder = 0;
  for (const id of stored) {
    if (places.get(id) < latest) outOfOrder += 1;
    latest = Math.max(latest, places.get(id));
  }
  const distinct = new Set(stored).size;
  console.log(JSON.stringify({ name, lastMillis, stored: distinct, duplicated: stored.length - distinct, outOfOrder }));
}

await Promise.all(workers.map((worker) => worker.close()));
await Promise.all(Object.values(queues).map((queue) => queue.close()));
await flow.close();
store.disconnect();
process.exit(0);
