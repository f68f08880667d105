/** What takes long stands in line: few are under way at once, and of those that wait the newest goes first. */
export function line(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let underWay = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    // what was asked last is what is looked at
    if (underWay === most) await new Promise<void>((go) => waiting.push(go));
    else underWay++;
    try {
      return await work();
    } finally {
      const next = waiting.pop();
      if (next) next();
      else underWay--;
    }
  };
}
