/** What the window says of a run, for files. */
export { provenanceText as settingsText } from '../../src-renderer/results/provenance.ts';
export { verdict as verdictOf } from '../../src-renderer/results/verdict.ts';
export { sizeFinding } from '../../src-renderer/charts/sizeCurve.ts';
