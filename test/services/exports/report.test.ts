/** The report of a run. */
import { describe, expect, it } from 'vitest';
import type { CategoricalResult } from '../../../src-shared/model.ts';
import type { GenesReport } from '../../../src-shared/analysis.ts';
import { laboratory, projectWithData, request } from '../laboratory.ts';
import { answer, scripted } from '../scripted-analyst.ts';
import { finishes, result } from '../scripted-trainer.ts';
import { finishedRun, gene, made, unable } from '../finished-run.ts';

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
      ...{
        gene: symbol,
        symbol,
        rank,
        lostMean: classes[0] / 3,
        partners: [],
        detected: 0.5,
        mean: 1,
        most: null,
        flags: [],
      },
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
    await lab.call('bin.empty', {});
    expect((await made(lab, 'report')).content).toContain('no longer in the project');
  });
});
