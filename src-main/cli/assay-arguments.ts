/** The options of the command line that say what assay a panel is for. */
import { z } from 'zod';
import { assayPresetNames, assayPresets, assaySchema, usualAssay } from '../../src-shared/assays.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { Assay, Dataset } from '../../src-shared/model.ts';
import { didYouMean } from '../data/nearest.ts';
import { decimal, readText } from './arguments.ts';
import type { designSections } from './options.ts';
import { UsageError } from './usage.ts';

type Values = Partial<Record<keyof typeof designSections.Assay, string>>;

/** An assay that was named, what was changed of it, or both. */
export interface AssayArguments {
  /** undefined: what is usual for the data; null: as sequenced */
  named: Assay | null | undefined;
  changes: Partial<Assay>;
}

/** @throws UsageError; AppError for a file that holds no assay */
export function readAssayArguments(values: Values): AssayArguments {
  const named = values.assay === undefined ? undefined : assayCalled(values.assay);
  const changes: Partial<Assay> = {};
  if (values.capture !== undefined) changes.capture = readCapture(values.capture);
  const number = (option: keyof Values, least: number, most: number) => decimal(`--${option}`, values[option], least, most); // prettier-ignore
  const efficiencySd = number('efficiency-sd', 0, 3);
  if (efficiencySd !== undefined) changes.efficiencySd = efficiencySd;
  const background = number('background', 0, 100);
  if (background !== undefined) changes.background = background;
  const molecules = number('molecules', Number.MIN_VALUE, 1e6);
  if (molecules !== undefined) changes.molecules = molecules;
  if (named === null && Object.keys(changes).length > 0) {
    throw new UsageError(
      '--assay as-sequenced takes the reference as it is; omit --capture, --efficiency-sd, --background and --molecules, or name another assay.',
    );
  }
  return { named, changes };
}

/** The assay of a request; undefined: as sequenced. */
export function assayFor({ named, changes }: AssayArguments, datasets: readonly Dataset[]): Assay | undefined {
  const isChanged = Object.keys(changes).length > 0;
  const usual = usualAssay(datasets.map(({ matrix }) => matrix.kind));
  const base = named === undefined ? (usual ?? (isChanged ? assayPresets.imaging.assay : undefined)) : named;
  if (!base) return undefined;
  return isChanged ? { ...base, ...changes, name: `${base.name}, changed` } : base;
}

function assayCalled(name: string): Assay | null {
  const preset = assayPresetNames.find((one) => one === name);
  if (preset) return assayPresets[preset].assay;
  if (!/[./\\]/.test(name)) {
    const all = `The assays are ${assayPresetNames.join(', ')}, or a file that fit-assay wrote.`;
    throw new UsageError(`There is no assay "${name}". ${didYouMean(name, assayPresetNames, all)}`);
  }
  return readAssay(readText(name, 'an assay as JSON, as fit-assay writes it'), name);
}

/** @throws AppError `unreadable` that says what is wrong with which number */
function readAssay(content: string, file: string): Assay {
  const remedy = 'Name a file that “panelwright fit-assay” wrote.';
  let read: unknown;
  try {
    read = JSON.parse(content);
  } catch {
    throw new AppError('unreadable', `${file} holds no assay: it is no JSON.`, remedy);
  }
  const parsed = z.object({ assay: assaySchema }).safeParse(read);
  if (parsed.success) return parsed.data.assay;
  const [issue] = parsed.error.issues;
  throw new AppError('unreadable', `${file} holds no assay: ${issue.path.join('.') || 'the whole'}: ${issue.message}.`, remedy); // prettier-ignore
}

/** `0.3`, `30%` or, for what is drawn each time, `0.2-1`. */
function readCapture(given: string): Assay['capture'] {
  const shares = given.split('-').map((part) => {
    const [, number, percent] = /^\s*(\d*\.?\d+)\s*(%?)\s*$/.exec(part) ?? [];
    return number === undefined ? NaN : Number(number) / (percent ? 100 : 1);
  });
  const [least, most = least] = shares;
  if (shares.length > 2 || !assaySchema.shape.capture.safeParse([least, most]).success) {
    throw new UsageError(
      `--capture takes molecules of the assay for one of the reference, such as 0.3 or 30%, or a range from the least to the greatest, 0.2-1; not "${given}".`,
    );
  }
  return [least, most];
}
