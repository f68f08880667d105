/** Changes of a task's classes: merged, renamed, dropped, taken back. All by the names that the data sets give them. */
import type { ClassChange, TaskClass, TaskSummary } from '../../src-shared/model.ts';

type Changed = Pick<TaskSummary, 'merges' | 'classes'>;

/** The classes of these names become one; a single one is renamed; an empty name drops them. */
export function mergeInto({ merges, classes }: Changed, names: readonly string[], to: string): ClassChange[] {
  const values = classes.filter(({ name }) => names.includes(name)).flatMap(({ from }) => from.map(({ name }) => name));
  return [
    ...merges.filter(({ from }) => !values.includes(from)),
    ...[...new Set(values)].filter((from) => from !== to).map((from) => ({ from, to })),
  ];
}

/** The values are what the data sets call them again. */
export function takeBack(merges: readonly ClassChange[], values: readonly string[]): ClassChange[] {
  return merges.filter(({ from }) => !values.includes(from));
}

/** Values that a class was made of, where that is more than a value of its own name. */
export const madeOf = ({ name, from }: TaskClass): string[] => {
  const values = [...new Set(from.map((value) => value.name))];
  return values.length === 1 && values[0] === name ? [] : values;
};

/**
 * Classes whose names say the same but for case, punctuation and the word "cells": first the largest, whose name would
 * stand for all.
 */
export function alike(classes: readonly TaskClass[]): string[][] {
  const groups: Record<string, string[]> = {};
  for (const { name } of [...classes].sort((a, b) => b.cells - a.cells)) {
    const key = name
      .toLowerCase()
      .replace(/\bcells?\b/g, '')
      .replace(/[^a-z0-9]/g, '')
      .replace(/s$/, '');
    if (key !== '') (groups[key] ??= []).push(name);
  }
  return Object.values(groups).filter((group) => group.length > 1);
}
