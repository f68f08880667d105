/**
 * What a file, a task, a design or a prediction can be said to have. A code is stable: the window places findings by it
 * and offers what can be done about them, and no sentence is ever taken apart.
 */

/** The part of a design's set-up that a finding is about, where there is one; all others stand in the summary. */
const fields = {
  'assay-without-counts': 'assay',
  'must-include-missing': 'mustInclude',
  'gene-rules': 'mustInclude',
  'exclude-missing': 'exclude',
  'genes-fall-out': 'limits',
  'kept-all-the-same': 'limits',
  'candidates-missing': 'limits',
  aliases: 'limits',
  'start-missing': 'start',
  'backend-missing': 'backend',
  'method-setting': 'method',
  'method-matrix': 'method',
  'method-continuous': 'method',
  'select-on-missing': 'method',
  'select-on-one': 'method',
  'selects-by-turns': 'method',
  'selects-on-one': 'method',
  'group-missing': 'group',
  'too-few-groups': 'group',
  'group-and-test-cells': 'group',
  'target-unknown': 'targets',
  'target-not-steered': 'targets',
  'target-too-few': 'targets',
  'k-above-genes': 'size',
  'k-above-hvg': 'size',
  'k-below-must-includes': 'size',
} as const;

/** Codes of findings that are about no single field. */
type Elsewhere =
  | 'began-anew'
  | 'binarise-scaled'
  | 'cells-learned-from'
  | 'cells-left-out'
  | 'cells-without-panel-genes'
  | 'cells-without-position'
  | 'class-not-scorable'
  | 'classes-too-small'
  | 'columns-beside'
  | 'columns-skipped'
  | 'confounded'
  | 'counts-elsewhere'
  | 'dates-as-genes'
  | 'duplicate-cell-names'
  | 'duplicate-gene-names'
  | 'duplicate-symbols'
  | 'empty-cells'
  | 'empty-gene-names'
  | 'empty-genes'
  | 'encoding'
  | 'ensembl-ids-missing'
  | 'far-values'
  | 'few-labels-met'
  | 'gene-conflicts'
  | 'genes-kept-name'
  | 'genes-respelt'
  | 'high-mitochondrial'
  | 'idle-change'
  | 'leave-out'
  | 'matrix-unreadable'
  | 'memory-short'
  | 'method-slow'
  | 'missing-labels'
  | 'mixed-identifiers'
  | 'mixed-matrices'
  | 'mixed-species'
  | 'names-taken-apart'
  | 'near-duplicate-classes'
  | 'no-gene-expression'
  | 'no-label-columns'
  | 'no-labels'
  | 'no-line-end'
  | 'no-positions'
  | 'no-shared-class'
  | 'no-shared-genes'
  | 'no-symbols'
  | 'not-counts'
  | 'nothing-in-it'
  | 'numbered-genes'
  | 'one-class'
  | 'one-each'
  | 'one-value'
  | 'orientation'
  | 'orientation-guessed'
  | 'orthologs-by-name'
  | 'other-features'
  | 'other-species'
  | 'outside-cells'
  | 'panel-genes-empty'
  | 'panel-genes-missing'
  | 'panel-genes-twice'
  | 'poor-cells'
  | 'positions'
  | 'raw-present'
  | 'recall-target'
  | 'same-cells'
  | 'scaled-over-panel'
  | 'several-genomes'
  | 'several-modalities'
  | 'several-species'
  | 'shared-genes'
  | 'shortened-numbers'
  | 'size-chosen'
  | 'small-classes'
  | 'symbols-beside'
  | 'task-not-everywhere'
  | 'task-not-here'
  | 'task-not-scorable'
  | 'test-cells-missing'
  | 'test-cells-seen'
  | 'too-few-labels'
  | 'transposed'
  | 'two-parents'
  | 'unlabelled-words'
  | 'unlike-training'
  | 'unnamed-cells'
  | 'unnamed-genes'
  | 'unscaled-elsewhere'
  | 'versioned-ids'
  | 'xenium-add-on';

export type FindingCode = keyof typeof fields | Elsewhere;
export type FindingField = (typeof fields)[keyof typeof fields];

/** The field that a finding is about; null where it is about none. */
export const fieldOf = (code: FindingCode): FindingField | null =>
  (fields as Partial<Record<FindingCode, FindingField>>)[code] ?? null;
