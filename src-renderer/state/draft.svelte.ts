import { methods } from '../../src-shared/methods.ts';
import type { Reply } from '../../src-shared/contract.ts';
import type { Run, YotoSettings } from '../../src-shared/model.ts';
import { type AskedSettings, settingKeys, settings } from '../../src-shared/settings.ts';
import type { DraftSettings, DraftValues } from './request.ts';
import { recall, remember } from './stored.ts';

export type Defaults = Reply<'runs.defaults'>;

/** What a split of the cells is drawn by. */
const drawing = settingKeys.filter((key) => settings[key].affects.some((affected) => affected === 'split'));
/** Recalls are kept with the project, and no draft is made of a panel that was changed by hand. */
const draftKeys = settingKeys.filter((key) => key !== 'targets' && key !== 'parent');

/** The design being made. Kept per project on this machine, so that a reload loses nothing. */
export class Draft {
  values = $state.raw<DraftValues | null>(null);
  defaults = $state.raw<Defaults | null>(null);
  #key = '';

  /** @param project what tells one project from another: its path */
  load(project: string, defaults: Defaults): void {
    this.#key = `draft.${project}`;
    this.defaults = defaults;
    this.values = { ...fresh(defaults), ...recall<Partial<DraftValues>>(this.#key, {}) };
  }

  clear(): void {
    this.values = null;
    this.defaults = null;
  }

  /** What says how cells are drawn draws them anew, also in a variant of a run. */
  change(change: Partial<DraftValues>): void {
    if (!this.values) return;
    const drawn = drawing.some((key) => Object.hasOwn(change, key)) ? { testCellsOf: undefined } : {};
    this.values = { ...this.values, ...drawn, ...change };
    remember(this.#key, this.values);
  }

  /** Changes one training setting; its default is not kept, so that better defaults reach old drafts. */
  set(setting: keyof YotoSettings, value: number): void {
    if (!this.values || !this.defaults) return;
    const { [setting]: _, ...rest } = this.values.settings;
    this.change({ settings: value === this.defaults.settings[setting] ? rest : { ...rest, [setting]: value } });
  }

  reset(): void {
    if (this.defaults) this.change(fresh(this.defaults));
  }

  /** Takes over what another run was asked for, its test cells included, to try it with a difference. */
  copy({ id, name, config }: Pick<Run, 'id' | 'name' | 'config'>): void {
    const { defaults } = this;
    if (!defaults) return;
    const differs = Object.entries(config.settings).filter(
      ([key, value]) => value !== defaults.settings[key as keyof YotoSettings],
    );
    const ofMethod = Object.entries(config.methodSettings ?? {}).filter(
      ([name, value]) => value !== methods[config.method].settings[name]?.default,
    );
    this.change({
      ...valuesOf(config),
      settings: Object.fromEntries(differs),
      methodSettings: Object.fromEntries(ofMethod),
      assay: config.assay ?? null,
      testCellsOf: { runId: id, name, datasetIds: config.datasetIds },
    });
  }
}

/** A value for each setting that a draft holds, undefined where there is none: nothing of before is left. */
function valuesOf(from: Partial<AskedSettings>): DraftSettings {
  return Object.fromEntries(draftKeys.map((key) => [key, from[key]])) as unknown as DraftSettings;
}

const fresh = (defaults: Defaults): DraftValues => ({
  ...valuesOf(defaults),
  assay: undefined,
  name: '',
  settings: {},
  methodSettings: {},
  withoutTasks: [],
  withoutDatasets: [],
  testCellsOf: undefined,
});
