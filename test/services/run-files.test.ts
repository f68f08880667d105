/** Files made of a run, each read back by something that did not write it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { ExportKind } from '../../src-preload/exports.ts';
import type { CategoricalResult, PanelGene } from '../../src-preload/model.ts';
import type { GenesReport } from '../../src-preload/analysis.ts';
import type { SpawnAnalyst } from '../../src-main/analysis/protocol.ts';
import { openStore } from '../../src-main/store/open.ts';
import { findFinished } from '../../src-main/services/runs.ts';
import { xeniumReference } from '../../src-main/services/xenium-reference.ts';
import { writeStreamed, writeWhole } from '../../src-main/services/whole-file.ts';
import { zipFile } from '../../src-main/services/zip-file.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import type { Laboratory } from './laboratory.ts';
import { laboratory, projectWithData, request, sixGenes } from './laboratory.ts';
import { answer, scripted } from './scripted-analyst.ts';
import { finishes, result } from './scripted-trainer.ts';
import { unzipped } from './unzipped.ts';

const gene = (rank: number, name: string, id: string, forced = false): PanelGene => ({
  name,
  symbol: name,
  id,
  rank,
  score: forced ? null : 1 / rank,
  meanExpression: 1.5,
  detected: 0.5,
  forced,
});

/** Cannot say why a gene is in. */
const unable = scripted(({ id }, say) =>
  say({ id, type: 'failed', error: { code: 'conflict', message: 'No cell is left to ask.' } }),
).spawnAnalyst;

/** A finished run named so that careless hands trip over it. */
async function finishedRun(
  panel?: PanelGene[],
  name = 'Größe =1+1',
  spawnAnalyst: SpawnAnalyst = unable,
): Promise<Laboratory> {
  const lab = laboratory({ spawnTrainer: finishes(panel ? { panel } : {}), spawnAnalyst });
  const ids = await projectWithData(lab);
  const { id } = await lab.call('runs.start', request(ids, { name }));
  await lab.until(id, 'succeeded');
  return lab;
}

const made = async (lab: Laboratory, as: Exclude<ExportKind, 'xenium-reference'>, more = {}) => {
  const { file, findings } = await lab.call('exports.make', { id: 1, as, ...more });
  return { ...file, bytes: Buffer.from(file.content, file.encoding ?? 'utf8'), findings };
};
const rowsOf = (text: string) => parse(text, { columns: true }) as Record<string, string>[];

describe('lists for other programs', () => {
  const panel = [gene(1, 'CD3D', 'ENSG00000167286'), gene(2, '=SUM(A1)', ''), gene(3, 'µ-Opioid', 'ENSG3', true)];

  it('are a panel with the columns that were chosen', async () => {
    const lab = await finishedRun(panel);
    const { content } = await made(lab, 'panel', { columns: ['rank', 'gene_symbol', 'score'] });
    expect(rowsOf(content)).toEqual([
      { rank: '1', gene_symbol: 'CD3D', score: '1' },
      { rank: '2', gene_symbol: "'=SUM(A1)", score: '0.5' },
      { rank: '3', gene_symbol: 'µ-Opioid', score: '' },
    ]);
  });

  it('are a Xenium custom list, must-haves first', async () => {
    const { content, findings } = await made(await finishedRun(panel), 'xenium');
    expect(content.split('\r\n')[0]).toBe('Gene,Ensembl ID,Probe sets,Force');
    expect(rowsOf(content)).toEqual([
      { Gene: 'µ-Opioid', 'Ensembl ID': 'ENSG3', 'Probe sets': '', Force: 'forced' },
      { Gene: 'CD3D', 'Ensembl ID': 'ENSG00000167286', 'Probe sets': '', Force: '' },
      { Gene: "'=SUM(A1)", 'Ensembl ID': '', 'Probe sets': '', Force: '' },
    ]);
    expect(findings.map(({ code }) => code)).toEqual(['ensembl-ids-missing']);
  });

  it('warn of an add-on that is too large', async () => {
    const many = Array.from({ length: 101 }, (_, i) => gene(i + 1, `G${i}`, `ENSG${i}`));
    expect((await made(await finishedRun(many), 'xenium')).findings.map(({ code }) => code)).toEqual(['xenium-add-on']);
    expect((await made(await finishedRun(many.slice(1)), 'xenium')).findings).toEqual([]);
  });

  it('are a plain list of symbols and IDs', async () => {
    const { content } = await made(await finishedRun(panel), 'list');
    expect(rowsOf(content)[0]).toEqual({ gene_symbol: 'CD3D', gene_id: 'ENSG00000167286' });
  });

  it('are one gene set for cellxgene', async () => {
    const rows = rowsOf((await made(await finishedRun(panel), 'gene-set')).content);
    expect(Object.keys(rows[0])).toEqual(['gene_set_name', 'gene_set_description', 'gene_symbol', 'gene_description']);
    expect(new Set(rows.map((row) => row.gene_set_name))).toEqual(new Set(['Größe =1+1']));
    expect(rows.map((row) => row.gene_symbol)).toEqual(['CD3D', "'=SUM(A1)", 'µ-Opioid']);
  });
});

describe('the Xenium reference', () => {
  async function written(lab: Laboratory) {
    const path = join(lab.folder, 'reference.zip');
    const reply = await lab.call('exports.write', { id: 1, as: 'xenium-reference', path });
    return { ...reply, files: await unzipped(readFileSync(path)) };
  }

  it('holds every labelled cell with its whole counts', async () => {
    const lab = await finishedRun();
    const { files, bytes } = await written(lab);
    expect(bytes).toBe(readFileSync(join(lab.folder, 'reference.zip')).length);
    expect(Object.keys(files).sort()).toEqual([
      'annotations.csv',
      'barcodes.tsv.gz',
      'features.tsv.gz',
      'matrix.mtx.gz',
    ]);
    const [banner, size, ...entries] = files['matrix.mtx.gz'].trim().split('\n');
    expect(banner).toBe('%%MatrixMarket matrix coordinate integer general');
    // gene g of cell i has (i · (g + 1)) mod 7
    const expected = Array.from({ length: 60 }, (_, i) =>
      sixGenes.flatMap((_, g) => ((i * (g + 1)) % 7 ? [`${g + 1} ${i + 1} ${(i * (g + 1)) % 7}`] : [])),
    ).flat();
    expect(size).toBe(`6 60 ${expected.length}`);
    expect(entries).toEqual(expected);
    expect(files['features.tsv.gz'].split('\n')[0]).toBe('CD3D\tCD3D\tGene Expression');
    expect(rowsOf(files['annotations.csv']).slice(0, 2)).toEqual([
      { barcode: 'cell0', annotation: 'B' },
      { barcode: 'cell1', annotation: 'NK' },
    ]);
    expect(files['barcodes.tsv.gz'].trim().split('\n')).toEqual(
      rowsOf(files['annotations.csv']).map(({ barcode }) => barcode),
    );
  });

  it('is read as 10x Genomics’ matrix by whatever reads these', async () => {
    const lab = await finishedRun();
    const { files } = await written(lab);
    const folder = join(lab.folder, 'matrix');
    mkdirSync(folder);
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
    }
    const seen = await lab.call('datasets.inspect', { path: join(folder, 'matrix.mtx.gz') });
    expect(seen).toMatchObject({ cells: 60, genes: 6 });
    expect(seen.matrices[0].kind).toBe('counts');
  });

  it('leaves out cells without a label, and says so', async () => {
    const lab = laboratory({ spawnTrainer: finishes() });
    const ids = await projectWithData(lab);
    const sources = [{ datasetId: ids.datasetId, column: 'state' }];
    const { id: taskId } = await lab.call('tasks.add', { name: 'state', kind: 'categorical', unlabelled: [], sources });
    const { id } = await lab.call('runs.start', request({ ...ids, taskId }));
    await lab.until(id, 'succeeded');
    const { files, findings } = await written(lab);
    expect(rowsOf(files['annotations.csv'])).toHaveLength(40);
    expect(files['matrix.mtx.gz'].split('\n')[1]).toMatch(/^6 40 /);
    expect(findings[0].what).toContain('20 of 60 cells');
  });

  it('stops where it grows too large, and leaves nothing', async () => {
    const lab = await finishedRun();
    await lab.close();
    const store = openStore(join(lab.folder, 'study.panelwright'), { readOnly: true });
    const folder = temporaryFolder();
    const { write } = xeniumReference(store, findFinished(store, 1), undefined, 100);
    await expect(writeStreamed(join(folder, 'x.zip'), write)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('larger than'),
    });
    expect(readdirSync(folder)).toEqual([]);
    store.close();
  });

  it('ends in a sentence where the project is closed meanwhile, and leaves nothing', async () => {
    const lab = await finishedRun();
    const path = join(lab.folder, 'x.zip');
    const writing = lab.call('exports.write', { id: 1, as: 'xenium-reference', path });
    await Promise.all([
      expect(writing).rejects.toMatchObject({ code: 'cancelled', message: expect.stringContaining('was closed') }),
      lab.close(),
    ]);
    expect(readdirSync(lab.folder).filter((name) => name.includes('x.zip'))).toEqual([]);
  });

  it('is refused for a question that has no classes', async () => {
    const lab = await finishedRun();
    const path = join(lab.folder, 'x.zip');
    await expect(
      lab.call('exports.write', { id: 1, as: 'xenium-reference', path, task: 'colour' }),
    ).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('“colour”') });
  });
});

describe('the report', () => {
  it('is one page that asks for nothing from outside', async () => {
    const { content, name } = await made(await finishedRun(), 'report');
    expect(name).toBe('Größe =1+1 report.html');
    expect(content).not.toMatch(/<script|<link|<img|url\((?!#)|src=|href=/);
    for (const words of ['What was asked', 'Methods, to paste', 'What this does not say', 'The panel, and why']) {
      expect(content).toContain(words);
    }
    expect(content.match(/<svg/g)?.length).toBe(3);
    expect(content).toMatch(/<code>[0-9a-f]{64}<\/code>/);
  });

  it('says where a gene stands out', async () => {
    // cells by thirds are B, NK, T; of NKG7 (g = 3) cell i has 4i mod 7, of which no class has more
    const { content } = await made(await finishedRun(), 'report');
    expect(content).toMatch(/Highest in (B|NK|T) \(type\): detected in \d/);
    expect(content).toContain('Asked for.');
    expect(content).toContain('could not be measured: No cell is left to ask.');
  });

  it('says for which classes each gene is in, and on which genes each class leans', async () => {
    const reading = (name: string, cells: number) => ({
      ...{ name, cells, f1: 0.9, recall: 0.9, low: 0.8, high: 1, tooFew: cells < 10 },
    });
    const card = (rank: number, symbol: string, classes: number[]) => ({
      ...{ gene: symbol, symbol, rank, lostMean: classes[0] / 3, partners: [], detected: 0.5, mean: 1, most: null },
      ...{ lost: [{ task: 'type', score: 0.1, classes }], seeds: { chosen: 1, runs: 1 } },
      reason: `${symbol} marks <its> class.`,
    });
    const genes: GenesReport = {
      cells: { training: 40, validation: 8, ofTraining: 40, ofValidation: 8 },
      predictor: 'the run’s own network',
      tasks: [
        {
          task: 'type',
          metric: 'macro-F1',
          score: 0.9,
          classes: [reading('B', 30), reading('NK', 30), reading('T', 4)],
        },
      ],
      genes: [card(1, 'LYZ', [0.3, 0, 0.2]), card(2, 'NKG7', [0.12, 0.001, 0])],
    };
    const expression = { task: 'type', classes: [], genes: [], unit: 'log1p' };
    const { spawnAnalyst } = scripted(({ id, topic }, say) => say(answer(id, topic === 'genes' ? genes : expression)));
    const lab = await finishedRun([gene(1, 'LYZ', ''), gene(2, 'NKG7', '')], 'Why', spawnAnalyst);
    const { content } = await made(lab, 'report');
    const text = content.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    expect(text).toMatch(/Score without it.* 1 LYZ 50 % −0\.100 LYZ marks &lt;its&gt; class\./);
    expect(text).toContain('B 30 0.900 LYZ −0.30, NKG7 −0.12');
    expect(text).toContain('NK 30 0.900 no single gene: several tell it together');
    expect(text).toContain('T 4 0.900 LYZ −0.20 (too few cells to say)');
    expect(content).not.toContain('stands out by itself');
  });

  it('lets no name become markup', async () => {
    const name = '<script>alert(1)</script>';
    const [usual] = result().results as CategoricalResult[];
    const lab = laboratory({
      spawnTrainer: finishes({ results: [{ ...usual, task: '<b>type</b>' }] }),
      spawnAnalyst: unable,
    });
    const ids = await projectWithData(lab);
    const { id } = await lab.call('runs.start', request(ids, { name }));
    await lab.until(id, 'succeeded');
    const { content } = await made(lab, 'report');
    expect(content).not.toContain('<script');
    expect(content).not.toContain('<b>type');
  });

  it('can still be had when the cells are gone', async () => {
    const lab = await finishedRun();
    await lab.call('datasets.remove', { id: 1 });
    await lab.call('project.close', {});
    await lab.call('project.open', { path: join(lab.folder, 'study.panelwright') });
    expect((await made(lab, 'report')).content).toContain('no longer in the project');
  });
});

describe('the bundle', () => {
  it('holds everything, and its figures are pictures', async () => {
    const { bytes } = await made(await finishedRun(), 'bundle');
    const files = await unzipped(bytes);
    expect(Object.keys(files)).toEqual([
      'report.html',
      'panel.csv',
      'genes.csv',
      'xenium-custom-list.csv',
      'cellxgene-gene-set.csv',
      'predictions.csv',
      'predictions-by-every-predictor.csv',
      'methods.txt',
      'settings.txt',
      'settings.json',
      'figures/scores.svg',
      'figures/classes-type.svg',
      'figures/confusion-type.svg',
    ]);
    expect(rowsOf(files['predictions.csv'])).toHaveLength(2);
    expect(JSON.parse(files['settings.json'])).toMatchObject({ k: 2, method: 'yoto' });
    for (const [name, text] of Object.entries(files)) {
      if (name.endsWith('.svg')) expect(text).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+"/);
    }
  });
});

describe('an archive', () => {
  it('fails with what keeps one of its files from being made', async () => {
    const gone = new Error('gone');
    const fails = {
      name: 'b.csv',
      make() {
        throw gone;
      },
    };
    await expect(zipFile('x.zip', [{ name: 'a.csv', mime: 'text/csv', content: 'a' }, fails])).rejects.toBe(gone);
  });
});

describe('a file', () => {
  it.skipIf(process.platform === 'win32')('goes into a pipe without taking its place', async () => {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const read = readFile(pipe, 'utf8');
    await writeStreamed(pipe, async (out) => void out.end('streamed'));
    expect(await read).toBe('streamed');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('that cannot be written says why in a sentence', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'x'.repeat(300));
    expect(() => writeWhole(path, 'a')).toThrow(/cannot be written: its name is too long\.$/);
    expect(() => writeWhole(join(folder, 'none', 'x'), 'a')).toThrow(/its folder is not there/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves the old one as it was when the disk is full', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'panel.csv');
    writeWhole(path, 'old');
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
    await expect(
      writeStreamed(path, async (out) => {
        out.write('half');
        out.destroy(full);
      }),
    ).rejects.toMatchObject({ message: `${path} cannot be written: the disk is full.` });
    expect(readdirSync(folder)).toEqual(['panel.csv']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('is refused in a folder to be read only', () => {
    const folder = temporaryFolder();
    execFileSync('chmod', ['555', folder]);
    expect(() => writeWhole(join(folder, 'x'), 'a')).toThrow(/permission denied/);
  });
});
