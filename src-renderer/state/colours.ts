/**
 * A class keeps its colour everywhere in a project, a run keeps its own. Okabe & Ito's eight colours first (their black,
 * invisible on a dark page, is grey here), then those of Paul Tol's muted and vibrant sets that stand apart from them.
 * Never the only mark: a name always stands beside a colour.
 */
import { recall, remember } from './stored.ts';

export const PALETTE = [
  '#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#f0e442', '#999999',
  '#aa4499', '#117733', '#ee3377', '#ddcc77', '#44aa99', '#882255', '#999933', '#5566cc',
  '#cc6677', '#33bbee', '#bb5500', '#77aadd',
] as const; // prettier-ignore

/** classes of a column that are told apart for good; a column with more of them is no set of labels */
const REMEMBERED = 200;

/** Of a column with many classes the palette is used again from the start. */
export const colourAt = (index: number): string => PALETTE[index % PALETTE.length];

export class Colours {
  #key: string;
  /** classes of a label column in the order in which they were first met */
  #order: Record<string, string[]>;

  /** @param project what tells one project from another: its path */
  constructor(project: string) {
    this.#key = `colours.${project}`;
    this.#order = recall<Record<string, string[]>>(this.#key, {});
  }

  /** Gives classes their colours, the first ones first: call with the greatest class in front. */
  register(column: string, classes: readonly string[]): void {
    const known = (this.#order[column] ??= []);
    const fresh = classes.slice(0, REMEMBERED).filter((name) => !known.includes(name));
    if (fresh.length === 0) return;
    known.push(...fresh);
    remember(this.#key, this.#order);
  }

  /** Colour of a class of a label column or of the task made from it. */
  ofClass(column: string, name: string): string {
    this.register(column, [name]);
    return colourAt(this.#order[column].indexOf(name));
  }

  ofRun(id: number): string {
    return colourAt(id - 1);
  }
}
