/** The settings of a draft that few need to change, as fields of the panel page. */
import { type SettingKey, isSet, settings } from '../../src-shared/settings.ts';
import { type Setting, applies } from '../../src-shared/settings/setting.ts';
import { type YotoSettings, trainingSettings } from '../../src-shared/settings/training.ts';
import type { Draft } from '../state/draft.svelte.ts';

export interface AdvancedField {
  key: string;
  setting: Setting;
  value: unknown;
  changed: boolean;
  set(value: never): void;
}

export function advancedFields(draft: Draft): AdvancedField[] {
  const { values, defaults } = draft;
  if (!values || !defaults) return [];
  const about = { method: values.method, tasks: [], datasets: [] };
  const field = (key: string, setting: Setting, value: unknown, usual: unknown, set: (value: never) => void) => ({
    ...{ key, setting, value, set },
    changed: isSet(setting, value) && value !== usual,
  });
  const own = Object.entries<Setting>(settings).filter(([, { advanced }]) => advanced);
  const training = Object.entries<Setting>(trainingSettings).filter(([, one]) => applies(one, about));
  return [
    ...own.map(([name, setting]) => {
      const key = name as SettingKey & keyof typeof values;
      return field(key, setting, values[key], defaults[key], (value) => draft.change({ [key]: value }));
    }),
    ...training.map(([name, setting]) => {
      const key = name as keyof YotoSettings;
      const usual = defaults.settings[key];
      return field(key, setting, values.settings[key] ?? usual, usual, (value) => draft.set(key, value));
    }),
  ];
}
