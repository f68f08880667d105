import { takeColumns } from '../../src-main/data/csr.ts';
import { fitNormalisation, normalise } from '../../src-main/data/normalise.ts';
import { realData, reference, type SETS } from '../data/matrices.ts';

/** The common matrix of the reference outputs, its first genes: log-normalised. */
export async function commonMatrix(set: (typeof SETS)[number], first = 2000) {
  const { position_in_file, genes, seurat } = reference<{
    sets: Record<string, { position_in_file: number[]; genes: string[]; seurat: { top2000: string[] } }>;
  }>('hvg.json.gz').sets[set];
  const data = await realData(set);
  const counts = takeColumns(data.x, position_in_file);
  const all = Int32Array.from({ length: counts.rows }, (_, i) => i);
  const log = normalise(counts, fitNormalisation(counts, 'counts', all));
  const at = new Map(genes.map((gene, i) => [gene, i]));
  const names = seurat.top2000.slice(0, first);
  const x = takeColumns(
    log,
    names.map((gene) => at.get(gene)!),
  );
  return { x, names, y: data.y, classes: data.classes };
}
