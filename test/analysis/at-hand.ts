/** A planted run at hand, as the analysing process would have it. */
import type { GeneRules, PanelGene } from '../../src-shared/model.ts';
import { type RunAtHand, openSession } from '../../src-main/analysis/session.ts';
import { layOut } from '../../src-main/analysis/workbench.ts';
import { QUICK } from '../../src-main/analysis/heads.ts';
import { rulesOf } from '../../src-main/engine/prepare.ts';
import { chooseBackend } from '../../src-main/nn/backend.ts';
import { smallConfig } from '../engine-config.ts';
import { planted } from '../planted.ts';

function panelGene(name: string, rank: number, forced = false): PanelGene {
  return { name, symbol: name, id: '', rank, score: 1 - rank / 100, meanExpression: 1, detected: 0.5, forced };
}

/** Genes 0–7 tell types and states apart; the others of the panel are noise. */
export async function atHand(
  genes = ['g0', 'g1', 'g2', 'g3', 'g4', 'g5', 'g6', 'g7', 'g20'],
  rules: Partial<GeneRules> = {},
): Promise<RunAtHand> {
  const problem = planted();
  const config = smallConfig({ k: genes.length, ...rules });
  return {
    config,
    panel: genes.map((name, i) => panelGene(name, i + 1)),
    model: null,
    bench: layOut(problem),
    barred: rulesOf(problem, config).barred,
    executor: (await chooseBackend('auto')).executor,
    // planted genes are learned at once
    fit: { ...QUICK, steps: 60, batch: 64, hidden: 16 },
  };
}

export const asking = async (run: RunAtHand | Promise<RunAtHand>) => {
  const ask = openSession(await run);
  return <T extends Parameters<typeof ask>[0]>(topic: T, asked: Parameters<typeof ask<T>>[1]) =>
    ask(topic, asked, () => {});
};
