/** Files made of a run, each read back by something that did not write it. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/open.ts';
import { findFinished } from '../../../src-main/services/runs/runs.ts';
import { xeniumReference } from '../../../src-main/services/exports/xenium-reference.ts';
import { writeStreamed } from '../../../src-main/services/tables/whole-file.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';
import type { Laboratory } from '../laboratory.ts';
import { laboratory, projectWithData, request, sixGenes } from '../laboratory.ts';
import { finishes } from '../scripted-trainer.ts';
import { unzipped } from '../unzipped.ts';
import { finishedRun, gene, made, rowsOf } from '../finished-run.ts';

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
    await expect(writeStreamed(join(folder, 'x.zip'), write, { overwrite: false })).rejects.toMatchObject({
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
