/** `panelwright predict`: a finished run's predictor on new cells. */
import { readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import { modelFromOnnx } from '../engine/model-file.ts';
import type { SavedModel } from '../engine/saved-model.ts';
import type { PredictionSummary } from '../../src-shared/model.ts';
import { agreementWords } from '../../src-shared/present/agreement.ts';
import { loadModel } from '../services/runs/models.ts';
import { predictDataset, predictionsCsv } from '../services/runs/predictions.ts';
import { writeWhole } from '../services/tables/whole-file.ts';
import { openStore } from '../store/open.ts';
import { checkResults, parse } from './arguments.ts';
import { readValues } from './import-arguments.ts';
import { options } from './options.ts';
import { findRun } from './find-run.ts';
import { digits, progressLine, table } from './output.ts';
import { inSession } from './session.ts';
import { UsageError } from './usage.ts';

export async function predictCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const { values, positionals } = parse(args, options.predict);
  const [name, data] = positionals;
  if (name === undefined || data === undefined || positionals.length > 2)
    throw new UsageError('Name a run (or a predictor file) and one data file: predict RUN DATA.');
  const scale = values.scale;
  if (scale !== undefined && scale !== 'all' && scale !== 'panel')
    throw new UsageError(`--scale is all or panel, not "${scale}".`);
  checkResults({ '--out': values.out, '--json': values.json }, [data, values.labels, values.project ?? name], values);
  const model = readModel(name, values.project);

  const progress = progressLine(values.quiet);
  await inSession({ temporary: true, progress, stopped }, async (session, folder) => {
    const project = join(folder!, 'predict.panelwright');
    await session.call('project.create', { path: project });
    const { id } = await session.call('datasets.add', {
      path: resolve(data),
      labels: values.labels === undefined ? undefined : resolve(values.labels),
      matrix: values.layer,
      values: readValues(values.values),
    });
    progress.end();
    await session.close();
    const store = openStore(project, { readOnly: true });
    try {
      const predictions = predictDataset(model, store, id, scale);
      for (const { what } of predictions.summary.findings) progress.note(what);
      if (values.out !== undefined) writeWhole(values.out, predictionsCsv(predictions), values);
      const json = JSON.stringify(predictions.summary, null, 1) + '\n';
      if (values.json === '-') process.stdout.write(json);
      else if (values.json !== undefined) writeWhole(values.json, json, values);
      if (values.json === undefined) process.stdout.write(textSummary(predictions.summary));
    } finally {
      store.close();
    }
  });
}

/** A predictor file, or the predictor of a run of a project. */
function readModel(name: string, project: string | undefined): SavedModel {
  if (project === undefined) {
    if (statSync(name, { throwIfNoEntry: false })?.isFile()) return modelFromOnnx(readFileSync(name), basename(name));
    if (/\.onnx$/i.test(name))
      throw new AppError('not-found', `There is no file ${name}.`, 'Check its name and place.');
    throw new UsageError('Say with --project which project the run is in, or name a predictor file.');
  }
  const store = openStore(project, { readOnly: true });
  try {
    return loadModel(store, findRun(store.runs.list(), name).id);
  } finally {
    store.close();
  }
}

function textSummary({ dataset, cells, genes, normalisation, tasks }: PredictionSummary): string {
  return [
    `${dataset}: ${cells} cells, ${genes.found} of ${genes.panel} genes of the panel`,
    `values: ${normalisation}`,
    ...tasks.flatMap((one) => [
      '',
      ...(one.mean === null ? [] : [`${one.task}: mean ${digits(one.mean)}`]),
      ...(one.confidence === null ? [] : [`${one.task}: mean probability of the answer ${digits(one.confidence)}`]),
      ...agreementWords(one),
      ...(one.classes.length > 0
        ? [table([['class', 'cells'], ...one.classes.map(({ name, cells }) => [name, String(cells)])])]
        : []),
    ]),
    '',
  ].join('\n');
}
