/** What the window says of a run, for files. */
export { provenanceText as settingsText } from '../../src-shared/present/provenance.ts';
export { verdict as verdictOf } from '../../src-shared/present/verdict.ts';
export { sizeFinding } from '../../src-shared/present/charts/sizeCurve.ts';
