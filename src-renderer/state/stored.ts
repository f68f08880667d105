/** Small things that the window remembers on this machine. Storage that is full or forbidden is no reason to fail. */

export function recall<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`panelwright.${key}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`panelwright.${key}`, JSON.stringify(value));
  } catch {
    // the setting then lasts as long as the window
  }
}
