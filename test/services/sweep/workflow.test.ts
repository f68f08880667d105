import { describe, expect, it } from 'vitest';
import { snakefile, type Workflow } from '../../../src-main/services/sweep/workflow.ts';

const workflow: Workflow = {
  version: '1.2.3',
  program: ['/opt/node', "/home/o'neill/panel wright.mjs"],
  data: 'data/0a.panelwright',
  bring: { folder: '/data/{x}', args: ['a b.h5ad', '--task', 'type={b}'], memoryMB: 4000, minutes: 60 },
  jobs: [{ name: '0b', label: 'YOTO, "32" genes', memoryMB: 700, minutes: 12 }],
};

describe('the workflow of a sweep', () => {
  it('has one job that brings the data, one a run and one that collects, in commands of Panelwright', () => {
    const text = snakefile(workflow);
    expect(text.match(/^rule \w+/gm)).toEqual(['rule all', 'rule bring_data', 'rule train', 'rule collect']);
    expect(text).toContain('"0b": {"label": "YOTO, \\"32\\" genes", "mem_mb": 700, "minutes": 12}');
    for (const command of [' import ', ' benchmark --request ', ' collect . ']) expect(text).toContain(command);
    expect(text).toMatch(/retries: 3/);
  });

  it('writes words as a shell, Python and Snakemake read them', () => {
    const text = snakefile(workflow);
    expect(text).toContain(`"/opt/node '/home/o'\\\\''neill/panel wright.mjs'"`);
    expect(text).toContain("cd '/data/{{x}}' && ");
    expect(text).toContain(" import 'a b.h5ad' --task 'type={{b}}' ");
  });

  it('brings no data where they are in the folder already', () => {
    expect(snakefile({ ...workflow, bring: null })).not.toContain('bring_data');
  });
});
