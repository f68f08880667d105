/**
 * Every way of choosing genes, by the name that it has on the command line: what it is called, what it does, where it
 * comes from, what can be set, what it can do. The window, the command line and the checks all read it here.
 */
import { filters } from './methods/filters.ts';
import { given } from './methods/given.ts';
import { networks } from './methods/networks.ts';
import { penalised } from './methods/penalised.ts';
import { sparse } from './methods/sparse.ts';
import { trees } from './methods/trees.ts';
import type { MethodDescription } from './methods/types.ts';
import { unlabelled } from './methods/unlabelled.ts';

export type { Capabilities, MethodDescription } from './methods/types.ts';

/** The methods as people look for them. */
export const methodGroups = [
  { title: 'Trained networks', methods: networks },
  { title: 'Networks with a penalty', methods: penalised },
  { title: 'Statistics of genes', methods: filters },
  { title: 'Trees', methods: trees },
  { title: 'Sparse models', methods: sparse },
  { title: 'Without labels', methods: unlabelled },
] as const;

const all = { ...networks, ...penalised, ...filters, ...trees, ...sparse, ...unlabelled, ...given };

export type Method = keyof typeof all;

export const methods: Record<Method, MethodDescription> = all;

/** The method that the window proposes, and shows before all others. */
export const principal: Method = 'yoto';

/** Every method that a run can have had. */
export const allMethodNames = Object.keys(all) as [Method, ...Method[]];

/** The methods that choose genes: a panel that is given is not to be compared in choosing. */
export const methodNames = allMethodNames.filter((name) => !Object.hasOwn(given, name)) as [Method, ...Method[]];

/** The settings of a method: those that were given, and the defaults of the others. */
export function fillMethodSettings(
  method: Method,
  given: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const defaults = Object.entries(methods[method].settings).map(([name, setting]) => [name, setting.default] as const);
  return { ...Object.fromEntries(defaults), ...given };
}

/** Steps of each of the trainings that a run's curves show one behind the other; null: they show one. */
export function stepsOfEach({ method, settings }: { method: Method; settings: { steps: number } }): number | null {
  return methods[method].traits?.restarts ? settings.steps : null;
}

/** Steps of a training, over all its stages; null for a method that trains no network. */
export function trainingSteps(config: {
  method: Method;
  methodSettings?: Readonly<Record<string, number>>;
  settings: { steps: number; restarts: number };
}): number | null {
  const { traits, stages } = methods[config.method];
  if (traits?.restarts) return config.settings.steps * (config.settings.restarts + 1);
  const settings = fillMethodSettings(config.method, config.methodSettings);
  return stages?.reduce((sum, name) => sum + settings[name], 0) ?? null;
}

/** What is wrong with the given settings of a method, in a sentence each, and what to do about it. */
export function wrongMethodSettings(
  method: Method,
  given: Readonly<Record<string, number>> = {},
): { what: string; remedy: string }[] {
  const { name: called, settings } = methods[method];
  const names = Object.keys(settings);
  return Object.entries(given).flatMap(([name, value]) => {
    if (!Object.hasOwn(settings, name)) {
      const remedy = names.length === 0 ? `${called} has no settings; leave it out.` : `It has: ${names.join(', ')}.`;
      return [{ what: `${called} has no setting “${name}”.`, remedy }];
    }
    const { min, max, whole, default: usual } = settings[name];
    if (value >= min && value <= max && (!whole || Number.isInteger(value))) return [];
    return [
      {
        what: `The setting “${name}” of ${called} is a ${whole ? 'whole number' : 'number'} from ${min} to ${max}, not ${value}.`,
        remedy: `Choose one in this range; it is ${usual} unless set.`,
      },
    ];
  });
}
