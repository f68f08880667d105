/** Everything that the window knows, in one place; components reach it with `useApp()`. */
import { createContext } from 'svelte';
import { AppError } from '../../src-shared/errors.ts';
import { Check } from './check.svelte.ts';
import { createClient } from './client.ts';
import type { Client, ErrorData, Transport } from './client.ts';
import { Colours } from './colours.ts';
import { Datasets } from './datasets.svelte.ts';
import { Draft } from './draft.svelte.ts';
import { Files } from './files.svelte.ts';
import { Layout } from './layout.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Project } from './project.svelte.ts';
import { requestOf } from './request.ts';
import { Route } from './route.svelte.ts';
import { Runs } from './runs.svelte.ts';
import { Targets } from './targets.svelte.ts';
import { Tasks } from './tasks.svelte.ts';
import { Theme } from './theme.svelte.ts';

/** What stands beside the name of a page: nothing to do, something to decide, something to look at. */
export type StepState = 'todo' | 'done' | 'warning' | 'problem' | 'blocked';

export class App {
  readonly client: Client;
  readonly notices = new Notices();
  readonly route = new Route();
  readonly theme = new Theme();
  readonly layout = new Layout();
  readonly draft = new Draft();
  readonly project: Project;
  readonly datasets: Datasets;
  readonly tasks: Tasks;
  readonly runs: Runs;
  readonly targets: Targets;
  readonly files: Files;
  readonly check: Check;
  /** why the engine cannot be reached just now */
  lost = $state.raw<ErrorData | null>(null);
  colours = $state.raw(new Colours(''));
  /** path of the project that the lists are of */
  #shown = $state.raw<string | null>(null);
  request = $derived.by(() => requestOf(this.draft.values, this.tasks.list, this.datasets.list, this.targets.list));

  /** everything of the open project has been read */
  ready = $derived.by(
    () =>
      this.#shown === (this.project.current?.path ?? null) &&
      this.datasets.loaded &&
      this.tasks.loaded &&
      this.runs.loaded,
  );

  dataStep = $derived.by((): StepState => {
    if (this.datasets.list.length === 0) return 'todo';
    return worst(this.datasets.list.flatMap((data) => data.findings));
  });
  tasksStep = $derived.by((): StepState => {
    if (this.datasets.list.length === 0) return 'blocked';
    if (this.tasks.list.length === 0) return 'todo';
    return worst(this.tasks.list.flatMap((task) => task.findings));
  });
  panelStep = $derived.by((): StepState => {
    if (!this.request) return 'blocked';
    if (this.check.error || this.check.problems > 0) return 'problem';
    return this.runs.list.length > 0 ? 'done' : 'todo';
  });

  constructor(transport: Transport) {
    this.client = createClient(transport);
    this.project = new Project(this.client);
    this.datasets = new Datasets(this.client, this.notices);
    this.tasks = new Tasks(this.client, this.notices);
    this.runs = new Runs(this.client, this.notices);
    this.targets = new Targets(this.client);
    this.files = new Files(this.client);
    this.check = new Check(this.client);
  }

  /**
   * Listens to the engine and reads what there is; returns the way to stop.
   * @param failed told when not even the first question could be asked
   */
  start(failed: (error: unknown) => void): () => void {
    const quietly = (work: () => Promise<unknown>) => () => void work().catch((error) => this.notices.fail(error));
    const stops = [
      this.route.follow(),
      this.client.on(
        'project.changed',
        quietly(() => this.refresh()),
      ),
      this.client.on(
        'datasets.changed',
        quietly(() => Promise.all([this.#loadDatasets(), this.tasks.load()])),
      ),
      this.client.on(
        'tasks.changed',
        quietly(() => this.tasks.load()),
      ),
      this.client.on('notice', ({ text }) => this.notices.fail(new AppError('conflict', text))),
      this.client.on('runs.changed', (run) => this.runs.changed(run)),
      this.client.on('run.progress', (progress) => this.runs.progressed(progress)),
      this.client.on('import.progress', (progress) => this.datasets.progressed(progress)),
      this.client.watch?.((lost) => {
        if (lost) this.lost = lost;
        else quietly(() => this.#again())();
      }),
    ];
    this.refresh().catch((error) => (this.project.info ? this.notices.fail(error) : failed(error)));
    return () => stops.forEach((stop) => stop?.());
  }

  /** Reads everything anew: at the start, for another project, and after the engine was out of reach. */
  async refresh(): Promise<void> {
    await this.project.load();
    const path = this.project.current?.path ?? null;
    if (path !== this.#shown) {
      this.#shown = path;
      this.#empty();
      this.colours = new Colours(path ?? '');
    }
    if (path === null) return;
    if (!this.draft.values) {
      const defaults = await this.client.call('runs.defaults', {});
      if (path !== this.#shown) return; // another project was opened meanwhile
      if (!this.draft.values) this.draft.load(path, defaults);
    }
    await Promise.all([
      this.#loadDatasets(),
      this.tasks.load(this.draft.values?.minClass),
      this.runs.load(),
      this.targets.load(),
    ]);
  }

  /** The engine is there again: one that was started anew has no project open, so that it is asked to open ours. */
  async #again(): Promise<void> {
    const { project } = await this.client.call('app.info', {});
    try {
      if (this.#shown !== null && !project) await this.client.call('project.open', { path: this.#shown });
    } finally {
      await this.refresh();
      // not before: what is asked of a project that is not open again yet is refused
      this.lost = null;
    }
  }

  async #loadDatasets(): Promise<void> {
    await this.datasets.load();
    for (const data of this.datasets.list)
      for (const column of data.columns)
        this.colours.register(
          column.name,
          column.classes.map((c) => c.name),
        );
  }

  #empty(): void {
    this.notices.forget();
    this.datasets.clear();
    this.tasks.clear();
    this.runs.clear();
    this.draft.clear();
    this.targets.clear();
  }
}

function worst(findings: readonly { severity: string }[]): StepState {
  if (findings.some((finding) => finding.severity === 'problem')) return 'problem';
  return findings.some((finding) => finding.severity === 'warning') ? 'warning' : 'done';
}

export const [useApp, provideApp] = createContext<App>();
