/** Every setting of some runs as text, row by row: what differs between them and what they share. */
import type { Comparison } from '../../../src-shared/model.ts';
import { isSet, settingsOf, wordsOf } from '../../../src-shared/settings.ts';
import type { RunRow } from '../../store/runs.ts';

type SettingRow = Comparison['settings'][number];

export function compareSettings(runs: readonly RunRow[]): SettingRow[] {
  const row = (key: string, label: string, valueOf: (run: RunRow) => string): SettingRow => {
    const values = runs.map(valueOf);
    return { key, label, values, differs: new Set(values).size > 1 };
  };
  const settings = runs.map(({ config }) => new Map(settingsOf(config).map((one) => [one.path, one])));
  const labels = new Map(settings.flatMap((one) => [...one].map(([path, { setting }]) => [path, setting.label])));
  return [
    row('datasets', 'Data sets', ({ config }) => config.datasets.map(({ name }) => name).join(', ')),
    row('tasks', 'Tasks', ({ config }) => config.tasks.map(({ name }) => name).join(', ')),
    row('weights', 'Task weights', ({ config }) =>
      config.tasks
        .filter(({ weight }) => weight !== 1)
        .map(({ name, weight }) => `${name} ${weight}`)
        .join(', '),
    ),
    ...[...labels].map(([path, label]): SettingRow => {
      const known = settings.map((one) => one.get(path));
      // the method says already that one run has a setting and another does not
      const having = known
        .filter((one) => one !== undefined)
        .map(({ value, setting }) => (isSet(setting, value) ? JSON.stringify(value) : ''));
      const values = known.map((one) => (one ? wordsOf(one) : ''));
      return { key: path, label, values, differs: new Set(having).size > 1 };
    }),
    row('split', 'Split', ({ config }) => `#${config.splitId}`),
    // what follows the name is how fast it was found to be, which differs from run to run
    row('trainedBy', 'Trained by', ({ backend }) => backend?.split(':')[0] ?? ''),
    row('appVersion', 'Version', ({ appVersion }) => appVersion),
  ];
}
