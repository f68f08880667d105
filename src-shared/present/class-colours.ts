/**
 * Colours of classes and runs. Okabe & Ito's eight colours first (their black, invisible on a dark page, is grey here),
 * then those of Paul Tol's muted and vibrant sets that differ from them. Never the only mark: a name is always next to a
 * colour.
 */
// prettier-ignore
export const PALETTE = [
  '#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#f0e442', '#999999',
  '#aa4499', '#117733', '#ee3377', '#ddcc77', '#44aa99', '#882255', '#999933', '#5566cc',
  '#cc6677', '#33bbee', '#bb5500', '#77aadd',
] as const;

/** With more classes than colours the palette is used again from the start. */
export const colourAt = (index: number): string => PALETTE[index % PALETTE.length];
