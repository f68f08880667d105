import type { HistoryPoint, Progress, Run, RunMarks, RunRequest } from '../../src-shared/model.ts';
import type { Client } from './client.ts';
import { Turns } from './newest.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** All runs, newest first, and what the engine says about those that are being trained. */
export class Runs {
  list = $state.raw<Run[]>([]);
  loaded = $state.raw(false);
  /** newest progress by run id; only of runs that are queued or running */
  progress = $state.raw<Record<number, Progress>>({});
  /** what lists show: the pinned ones first, nothing that was archived */
  shown = $derived(pinnedFirst(this.list.filter(({ archived }) => !archived)));
  /** what a comparison may be proposed of */
  comparable = $derived(this.shown.filter(({ state }) => state === 'succeeded'));
  running = $derived(this.list.filter((run) => run.state === 'running'));
  queued = $derived(this.list.filter((run) => run.state === 'queued'));
  /** until the last running one ends, as far as known; null where nothing is */
  secondsLeft = $derived.by(() => {
    const known = this.running.map((run) => this.progress[run.id]?.secondsLeft ?? null).filter((s) => s !== null);
    return known.length ? Math.max(...known) : null;
  });
  /** points that came in while this window looked on, by run id */
  #live = $state.raw<Record<number, HistoryPoint[]>>({});
  #client: Client;
  #notices: Notices;
  readonly #asked = new Turns();
  /** how many times the engine has told of runs, and when it last told of each */
  #told = 0;
  #lastTold: Record<number, number> = {};

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  async load(): Promise<void> {
    const since = this.#told;
    const answers = Promise.all([this.#client.call('runs.list', {}), this.#client.call('runs.progress', {})]);
    const heard = await this.#asked.hear(answers);
    if (!heard) return;
    // what the engine told of a run while the list was on its way is newer than the list
    const told = this.list.filter((run) => this.#toldSince(run.id, since));
    this.list = newestFirst([...heard[0].filter((run) => !this.#toldSince(run.id, since)), ...told]);
    const open = this.list.filter(isOpen).map(({ id }) => id);
    this.progress = Object.fromEntries(heard[1].filter((p) => open.includes(p.runId)).map((p) => [p.runId, p]));
    this.loaded = true;
  }

  clear(): void {
    this.#asked.end();
    this.list = [];
    this.progress = {};
    this.#live = {};
    this.loaded = false;
  }

  find(id: number | null): Run | null {
    return this.list.find((run) => run.id === id) ?? null;
  }

  /** Training history seen by this window; put behind what `runs.get` has stored with `joinHistory`. */
  live(id: number): HistoryPoint[] {
    return this.#live[id] ?? [];
  }

  /** The engine told of a run; null means: look again. */
  changed(run: Run | null): void {
    if (!run) {
      void this.load().catch((error) => this.#notices.fail(error));
      return;
    }
    this.#lastTold[run.id] = ++this.#told;
    this.#take(run);
  }

  #toldSince(id: number, moment: number): boolean {
    return (this.#lastTold[id] ?? 0) > moment;
  }

  #take(run: Run): void {
    const before = this.find(run.id);
    if (before && !isOpen(before) && isOpen(run)) {
      // begun anew, or from a checkpoint: what is stored is its curve now, and goes on from there
      const { [run.id]: _, ...rest } = this.#live;
      this.#live = rest;
    }
    this.list = newestFirst([...this.list.filter((other) => other.id !== run.id), run]);
    if (!isOpen(run)) {
      const { [run.id]: _, ...rest } = this.progress;
      this.progress = rest;
    }
  }

  progressed(progress: Progress): void {
    this.progress = { ...this.progress, [progress.runId]: progress };
    if (progress.latest) {
      const points = this.#live[progress.runId] ?? [];
      // side by side, one training's points come between another's
      if (points.at(-1)?.step !== progress.latest.step)
        this.#live = { ...this.#live, [progress.runId]: [...points, progress.latest] };
    }
  }

  /** A call's answer about a run, taken in unless the engine told of that run meanwhile: that is no older. */
  async #answered(call: Promise<Run>): Promise<Run> {
    const since = this.#told;
    const run = await call;
    if (!this.#toldSince(run.id, since)) this.#take(run);
    return run;
  }

  start(request: RunRequest): Promise<Run> {
    return this.#answered(this.#client.call('runs.start', request));
  }

  async cancel(run: Run): Promise<void> {
    await this.#client.call('runs.cancel', { id: run.id });
    await this.load();
  }

  /** goes on where a run that did not end well had got to */
  resume(run: Run): Promise<Run> {
    return this.#answered(this.#client.call('runs.resume', { id: run.id }));
  }

  async rename(run: Run, name: string): Promise<void> {
    await this.#answered(this.#client.call('runs.rename', { id: run.id, name }));
    this.#notices.did(() => this.#answered(this.#client.call('runs.rename', { id: run.id, name: run.name })));
  }

  /** pin, tag, note, archive; told of with a way back where it takes the run out of sight */
  async mark(run: Run, marks: Partial<RunMarks>): Promise<void> {
    await this.#answered(this.#client.call('runs.mark', { id: run.id, ...marks }));
    if (marks.archived && !run.archived)
      this.#notices.say(`Archived “${run.name}”.`, () => this.mark({ ...run, archived: true }, { archived: false }));
  }

  async remove(run: Run): Promise<void> {
    await this.#client.call('runs.remove', { id: run.id });
    await this.load();
    this.#notices.say(`Removed “${run.name}”.`, async () => {
      await this.#client.call('runs.restore', { id: run.id });
      await this.load();
    });
  }
}

const isOpen = ({ state }: Run) => state === 'running' || state === 'queued';
const pinnedFirst = (runs: readonly Run[]) => [...runs].sort((a, b) => Number(b.pinned) - Number(a.pinned));
const newestFirst = (runs: readonly Run[]) => [...runs].sort((a, b) => b.id - a.id);
