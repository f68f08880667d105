import type { HistoryPoint, Progress, Run, RunMarks, RunRequest } from '../../src-preload/model.ts';
import type { Client } from './client.ts';
import type { Notices } from './notices.svelte.ts';

/** All runs, newest first, and what the engine says about those that are being trained. */
export class Runs {
  list = $state.raw<Run[]>([]);
  loaded = $state.raw(false);
  /** newest progress by run id; only of runs that are queued or running */
  progress = $state.raw<Record<number, Progress>>({});
  /** what lists show: the pinned ones first, nothing that was archived */
  shown = $derived(pinnedFirst(this.list.filter(({ archived }) => !archived)));
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

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  async load(): Promise<void> {
    const [list, progress] = await Promise.all([
      this.#client.call('runs.list', {}),
      this.#client.call('runs.progress', {}),
    ]);
    this.list = newestFirst(list);
    this.progress = Object.fromEntries(progress.map((p) => [p.runId, p]));
    this.loaded = true;
  }

  clear(): void {
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
    this.list = newestFirst([...this.list.filter((other) => other.id !== run.id), run]);
    if (run.state !== 'running' && run.state !== 'queued') {
      const { [run.id]: _, ...rest } = this.progress;
      this.progress = rest;
    }
  }

  progressed(progress: Progress): void {
    this.progress = { ...this.progress, [progress.runId]: progress };
    if (progress.latest) {
      const points = this.#live[progress.runId] ?? [];
      if ((points.at(-1)?.step ?? -1) < progress.latest.step)
        this.#live = { ...this.#live, [progress.runId]: [...points, progress.latest] };
    }
  }

  async start(request: RunRequest): Promise<Run> {
    const run = await this.#client.call('runs.start', request);
    this.changed(run);
    return run;
  }

  async cancel(run: Run): Promise<void> {
    await this.#client.call('runs.cancel', { id: run.id });
    await this.load();
  }

  /** goes on where a run that did not end well had got to */
  async resume(run: Run): Promise<Run> {
    const resumed = await this.#client.call('runs.resume', { id: run.id });
    this.changed(resumed);
    return resumed;
  }

  async rename(run: Run, name: string): Promise<void> {
    this.changed(await this.#client.call('runs.rename', { id: run.id, name }));
  }

  /** pin, tag, note, archive; told of with a way back where it takes the run out of sight */
  async mark(run: Run, marks: Partial<RunMarks>): Promise<void> {
    this.changed(await this.#client.call('runs.mark', { id: run.id, ...marks }));
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

const pinnedFirst = (runs: readonly Run[]) => [...runs].sort((a, b) => Number(b.pinned) - Number(a.pinned));
const newestFirst = (runs: readonly Run[]) => [...runs].sort((a, b) => b.id - a.id);
