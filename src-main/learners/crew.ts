/**
 * Independent trainings, on as many workers as there are. A job is a function of what it is given and of nothing else, so
 * it ends in the same wherever it is done, and whatever is done beside it.
 */
import type { HistoryPoint } from '../../src-shared/model.ts';
import type { Checkpoint } from '../data/checkpoint.ts';
import type { Executor } from '../nn/executor.ts';

/** How a job tells what it is doing; heard by whoever gave it, wherever it is done. */
export interface Reports {
  /** share of the job that is done, and what is being done, in words */
  progress(fraction: number, doing: string): void;
  history(point: HistoryPoint): void;
  /** offered after every step; `make` is called only when it is time to keep one, and not after the training went on */
  checkpoint(step: number, make: () => Checkpoint): void;
}

/** Plain data, of which large matrices lie in shared memory (`data/csr.ts`), beside what a job trains on and tells by. */
export type JobInput = object & Partial<Reports> & { executor?: Executor };

export interface Job<Input extends JobInput, Output> {
  /** by which a worker knows it (`engine/jobs.ts`) */
  name: string;
  run(input: Input): Output | Promise<Output>;
}

/** Does jobs beside this thread, one at a time, on an executor of its own. */
export interface Worker {
  /** @throws what the job throws; AppError `internal` where the worker is gone */
  run<Input extends JobInput, Output>(job: Job<Input, Output>, input: Input): Promise<Output>;
}

export interface Crew {
  /** jobs that are done at once */
  readonly size: number;
  /** does the job as soon as there is a place, what came first at first; after one has failed no other begins */
  run<Input extends JobInput, Output>(job: Job<Input, Output>, input: Input): Promise<Output>;
  /** from now on so many jobs are done at once; what is under way goes on */
  resize(size: number): void;
}

/**
 * @param size jobs that are done at once; one at a time is done in this thread
 * @param hire makes a worker; they are kept until the process ends
 */
export function createCrew(size = 1, hire: (() => Worker) | null = null): Crew {
  const waiting: ((place: Worker) => void)[] = [];
  const idle: Worker[] = [];
  let limit = 1;
  let busy = 0;
  let busyHere = false;
  let failed = false;

  function next(): void {
    // a thread that trains hears of nothing else in time: while a job is done here, none begins elsewhere
    while (!failed && busy < limit && !busyHere && waiting.length > 0) {
      const place = idle.pop() ?? (hire && limit > 1 ? hire() : here);
      busy++;
      busyHere = place === here;
      waiting.shift()!(place);
    }
  }
  const crew: Crew = {
    get size() {
      return limit;
    },
    async run(job, input) {
      const place = await new Promise<Worker>((take) => {
        waiting.push(take);
        next();
      });
      try {
        return await place.run(job, input);
      } catch (error) {
        failed = true;
        throw error;
      } finally {
        busy--;
        if (place === here) busyHere = false;
        else idle.push(place);
        next();
      }
    },
    resize(size) {
      limit = hire ? Math.max(1, size) : 1;
      next();
    },
  };
  crew.resize(size);
  return crew;
}

const here: Worker = { run: async (job, input) => job.run(input) };
