/** A class keeps its colour everywhere in a project, a run keeps its own. */
import { colourAt } from '../../src-shared/present/class-colours.ts';
import { recall, remember } from './stored.ts';

/** classes of a column that are told apart for good; a column with more of them is no set of labels */
const REMEMBERED = 200;

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
