/** The measures of a panel as rows: what each is called, its exact definition, and which way is better. */
import type { PanelMetrics } from '../../src-shared/model.ts';

export interface PanelMetricRow {
  name: string;
  value: number | null;
  definition: string;
  /** how to read it, in a few words */
  reading: string;
}

export function panelMetricRows(metrics: PanelMetrics): PanelMetricRow[] {
  return [
    {
      name: 'Gene correlation',
      value: metrics.geneCorrelation,
      definition:
        '1 − mean |r| over all pairs of genes of the panel, r being Pearson’s correlation of log-normalised values over the cells (Spapros). 1: no two genes go together.',
      reading: '1: no gene repeats another',
    },
    {
      name: 'Genes with something of their own',
      value: metrics.uncorrelatedShare,
      definition:
        'Share of the panel’s genes whose greatest |r| with another gene of the panel is below 0.8 (Spapros, without its smoothing between 0.75 and 0.85).',
      reading: 'share of the genes',
    },
    {
      name: 'Neighbourhoods kept',
      value: metrics.neighbourhoodPreservation,
      definition:
        'Share of a cell’s k nearest neighbours by all genes that are among its k nearest by the panel, mean over the cells and over k = 5, 10, … 30. Distances are Euclidean on the first 50 principal components of log-normalised values (Spapros’s knn_overlap).',
      reading: '1: the same neighbours',
    },
    {
      name: 'Clusters kept',
      value: metrics.clusterSimilarity,
      definition:
        'Normalised mutual information (arithmetic mean) of Louvain clusterings by the panel and by all genes at equal numbers of clusters, mean over 5 to 20 clusters (Spapros’s nmi_5_20, there with Leiden). Graphs: 15 nearest neighbours with UMAP’s weights.',
      reading: '1: the same clusters',
    },
    {
      name: 'Cell score',
      value: metrics.cellScore,
      definition:
        'For each cell (D − d_panel) / (D − d_true): D its mean distance to all cells, d_true the median distance to its 5 nearest, d_panel to the 5 that are nearest by the panel, all by the first 50 components of all genes; median over cells (geneBasis).',
      reading: '1: neighbours as near as can be; 0: as any cell',
    },
    {
      name: 'Variance explained',
      value: metrics.explainedVariance,
      definition:
        '1 − SSE/SST, pooled over all genes and test cells, of log-normalised values predicted by ridge regression (penalty 1) from the panel’s genes, fitted to training cells.',
      reading: 'of all genes, the panel’s own among them',
    },
    {
      name: 'Variance of other genes explained',
      value: metrics.explainedVarianceOfOthers,
      definition: 'The same over the genes that are not in the panel, which do not explain themselves.',
      reading: 'of the genes that are not measured',
    },
  ];
}
