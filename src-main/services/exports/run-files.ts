/** Every file that can be made of a finished run. */
import type { Handlers } from '../../../src-shared/contract.ts';
import type { ExportKind, PanelColumn } from '../../../src-shared/exports.ts';
import type { ExportedFile, Finding } from '../../../src-shared/model.ts';
import { figureFiles } from '../../report/figures.ts';
import { methodsText, references } from '../../report/methods-text.ts';
import { settingsText, verdictOf } from '../../report/words.ts';
import type { Store } from '../../store/open.ts';
import type { RunRow } from '../../store/runs.ts';
import type { Analyst } from '../workers/analyst-process.ts';
import type { Context } from '../context.ts';
import { agreedTo, openProject } from '../context.ts';
import { geneSet, plainList, xeniumFindings, xeniumList } from '../tables/export-tables.ts';
import { csvFile, exportPanel, exportPredictions, fileName } from '../tables/exports.ts';
import { confine } from '../files.ts';
import { modelFile } from '../runs/models.ts';
import { predictedNumbers } from '../tables/predicted-values.ts';
import { report } from './report.ts';
import { findFinished, runDetail } from '../runs/runs.ts';
import { type Consent, checkWritable, writeStreamed, writeWhole } from '../tables/whole-file.ts';
import { xeniumReference } from './xenium-reference.ts';
import { bytesOf, zipFile } from '../tables/zip-file.ts';

export interface FileChoices {
  /** of the panel's table; its usual ones unless named */
  columns?: PanelColumn[];
  /** whose labels annotate the cells of the Xenium reference; the first one unless named */
  task?: string;
}

export interface MadeFile {
  file: ExportedFile;
  findings: Finding[];
}

type ExportHandlers = Pick<Handlers, 'exports.make' | 'exports.write'>;

export function exportHandlers(context: Context): ExportHandlers {
  return {
    'exports.make': ({ id, as, ...choices }) => {
      const { store, analyst } = openProject(context);
      return makeFile(store, findFinished(store, id), as, analyst.ask, choices);
    },
    'exports.write': ({ id, as, path, overwrite, ...choices }) => {
      const { store, analyst } = openProject(context);
      const consent = { overwrite: agreedTo(context.host, path, overwrite) };
      return writeFile(store, findFinished(store, id), as, confine(context.host, path), analyst.ask, consent, choices);
    },
  };
}

type Ask = Analyst['ask'];

/** One file, held in memory. The Xenium reference can be too large for that and is only written. */
export async function makeFile(
  store: Store,
  run: RunRow,
  as: Exclude<ExportKind, 'xenium-reference'>,
  ask: Ask,
  choices: FileChoices = {},
): Promise<MadeFile> {
  const panel = store.panels.list(run.id);
  const name = (what = '') => `${fileName(run.name)}${what}`;
  const plain = (file: ExportedFile): MadeFile => ({ file, findings: [] });
  switch (as) {
    case 'panel':
      return plain(exportPanel(store, run, choices.columns));
    case 'predictions':
      return plain(exportPredictions(store, run));
    case 'all-predictions':
      return plain(exportPredictions(store, run, 'all'));
    case 'model':
      return plain(modelFile(store, run.id, name(' model.onnx')));
    case 'list':
      return plain(csvFile(name(' genes.csv'), plainList(panel)));
    case 'gene-set':
      return plain(csvFile(name(' gene set.csv'), geneSet(run.name, verdictOf(runDetail(store, run)), panel)));
    case 'xenium':
      return { file: csvFile(name(' Xenium.csv'), xeniumList(panel)), findings: xeniumFindings(panel) };
    case 'report':
      return plain({
        name: name(' report.html'),
        mime: 'text/html;charset=utf-8',
        content: await report(store, run, ask),
      });
    case 'figures':
      return plain(
        await zipFile(name(' figures.zip'), figureFiles(runDetail(store, run), predictedNumbers(store, run))),
      );
    case 'bundle':
      return bundle(store, run, ask, name('.zip'));
  }
}

/** Writes one file as a whole or not at all. */
export async function writeFile(
  store: Store,
  run: RunRow,
  as: ExportKind,
  path: string,
  ask: Ask,
  consent: Consent,
  choices: FileChoices = {},
): Promise<{ path: string; bytes: number; findings: Finding[] }> {
  checkWritable(path, consent);
  if (as === 'xenium-reference') {
    const { findings, write } = xeniumReference(store, run, choices.task);
    return { path, bytes: await writeStreamed(path, write, consent), findings };
  }
  const { file, findings } = await makeFile(store, run, as, ask, choices);
  const bytes = bytesOf(file);
  writeWhole(path, bytes, consent);
  return { path, bytes: bytes.length, findings };
}

/** Everything to hand on, under names that sort. */
async function bundle(store: Store, run: RunRow, ask: Ask, name: string): Promise<MadeFile> {
  const detail = runDetail(store, run);
  const made = async (as: Parameters<typeof makeFile>[2], called: string) => {
    const { file, findings } = await makeFile(store, run, as, ask);
    return { file: { ...file, name: called }, findings };
  };
  const files = [
    await made('report', 'report.html'),
    await made('panel', 'panel.csv'),
    await made('list', 'genes.csv'),
    await made('xenium', 'xenium-custom-list.csv'),
    await made('gene-set', 'cellxgene-gene-set.csv'),
    await made('predictions', 'predictions.csv'),
    await made('all-predictions', 'predictions-by-every-predictor.csv'),
    // a method without a predictor whose panel no probe was asked of keeps none
    ...(store.models.get(run.id) ? [await made('model', 'predictor.onnx')] : []),
  ];
  const methods = [methodsText(detail), '', 'References', ...references(detail), ''].join('\n');
  const texts: ExportedFile[] = [
    { name: 'methods.txt', mime: 'text/plain', content: methods },
    { name: 'settings.txt', mime: 'text/plain', content: settingsText(detail) },
    { name: 'settings.json', mime: 'application/json', content: JSON.stringify(run.config, null, 1) + '\n' },
    ...figureFiles(detail, predictedNumbers(store, run)).map((file) => ({ ...file, name: `figures/${file.name}` })),
  ];
  return {
    file: await zipFile(name, [...files.map(({ file }) => file), ...texts]),
    findings: files.flatMap(({ findings }) => findings),
  };
}
