/** The files that can be made of a finished run: their names on the command line, and what they are for. */
export const exportKinds = {
  panel: {
    name: 'Panel',
    ending: 'csv',
    sentence: 'One row a gene, best first, with the columns you choose.',
  },
  list: {
    name: 'Gene list (MERSCOPE, CosMx and others)',
    ending: 'csv',
    sentence: 'Symbols and Ensembl IDs, nothing else: to paste into a vendor’s form.',
  },
  xenium: {
    name: 'Xenium custom gene list',
    ending: 'csv',
    sentence: 'As the Xenium Panel Designer reads it, must-haves first and forced.',
  },
  'xenium-reference': {
    name: 'Xenium reference',
    ending: 'zip',
    sentence: 'The counts and labels of the cells, for the Xenium Panel Designer to check expression by.',
  },
  'gene-set': {
    name: 'Gene set for cellxgene',
    ending: 'csv',
    sentence: 'Loads as one gene set, to look at the panel on the cells.',
  },
  model: {
    name: 'Predictor',
    ending: 'onnx',
    sentence: 'The network that predicts the tasks from the panel’s genes; what to feed it is described inside.',
  },
  predictions: {
    name: 'Predictions',
    ending: 'csv',
    sentence: 'Every labelled test cell with its label, its prediction and the probabilities.',
  },
  'all-predictions': {
    name: 'Predictions by every predictor',
    ending: 'csv',
    sentence:
      'The same by every predictor and seed that the panel was scored by: scores as sequenced can be computed again from it.',
  },
  figures: { name: 'Figures', ending: 'zip', sentence: 'Every figure of the report as SVG, at the width of a page.' },
  report: {
    name: 'Report',
    ending: 'html',
    sentence: 'One page to read, print or hand on: tasks, data, methods text, scores, panel with reasons, limits.',
  },
  bundle: {
    name: 'Everything',
    ending: 'zip',
    sentence:
      'Report, figures, lists, predictions, predictor and settings in one file; the Xenium reference is its own.',
  },
} as const;

export type ExportKind = keyof typeof exportKinds;
export const exportKindNames = Object.keys(exportKinds) as [ExportKind, ...ExportKind[]];

/** Columns of the panel's table, in their usual order, and what they hold. */
export const panelColumns = {
  gene_symbol: 'symbol',
  gene_id: 'Ensembl ID',
  rank: 'rank, from 1',
  score: 'what the method ranked it by',
  name: 'name in the data',
  mean_expression: 'mean of the normalised expression over training cells',
  detected: 'share of training cells above zero',
  must_include: 'whether it was asked for',
} as const;

export type PanelColumn = keyof typeof panelColumns;
export const panelColumnNames = Object.keys(panelColumns) as [PanelColumn, ...PanelColumn[]];
