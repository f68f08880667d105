import { describe, expect, it } from 'vitest';
import { type Job, type Worker, createCrew } from '../../src-main/learners/crew.ts';

/** A job that ends when it is told to. */
function held() {
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const job: Job<{ name: string }, string> = {
    name: 'held',
    run: ({ name }) =>
      new Promise((resolve, reject) => {
        begun.push(name);
        ends.set(name, (error) => (error ? reject(error) : resolve(`${name} is done`)));
      }),
  };
  const end = async (name: string, error?: Error) => {
    ends.get(name)!(error);
    await new Promise(setImmediate);
  };
  return { job, begun, end };
}

const turn = () => new Promise(setImmediate);

/** Workers that are counted and do jobs as this thread does. */
function hiring() {
  const workers: Worker[] = [];
  const hire = () => {
    const worker: Worker = { run: async (job, input) => job.run(input) };
    workers.push(worker);
    return worker;
  };
  return { workers, hire };
}

describe('a crew', () => {
  it('of one does jobs in turn, in this thread', async () => {
    const { job, begun, end } = held();
    const { workers, hire } = hiring();
    const crew = createCrew(1, hire);
    const done = Promise.all(['a', 'b'].map((name) => crew.run(job, { name })));
    await turn();
    expect(begun).toEqual(['a']);
    await end('a');
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    expect(await done).toEqual(['a is done', 'b is done']);
    expect(workers).toHaveLength(0);
  });

  it('of two does two at once, hires no more than it needs and uses them again', async () => {
    const { job, begun, end } = held();
    const { workers, hire } = hiring();
    const crew = createCrew(2, hire);
    const done = Promise.all(['a', 'b', 'c'].map((name) => crew.run(job, { name })));
    await turn();
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await end('a');
    await end('c');
    expect(await done).toEqual(['a is done', 'b is done', 'c is done']);
    expect(workers).toHaveLength(2);
  });

  it('that grows begins what waits as soon as this thread is free; one that shrinks lets what is under way go on', async () => {
    const { job, begun, end } = held();
    const crew = createCrew(1, hiring().hire);
    const done = Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => crew.run(job, { name })));
    await turn();
    crew.resize(3);
    await turn();
    expect(begun).toEqual(['a']);
    await end('a');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    crew.resize(1);
    await end('b');
    await end('c');
    expect(begun).toHaveLength(4);
    await end('d');
    expect(begun).toHaveLength(5);
    await end('e');
    expect(await done).toHaveLength(5);
  });

  it('begins nothing more after a job has failed, and passes on what it threw', async () => {
    const { job, begun, end } = held();
    const crew = createCrew(1);
    const first = crew.run(job, { name: 'a' });
    void crew.run(job, { name: 'b' });
    await turn();
    const failing = expect(first).rejects.toThrow('no more');
    await end('a', new Error('no more'));
    await failing;
    expect(begun).toEqual(['a']);
  });
});
