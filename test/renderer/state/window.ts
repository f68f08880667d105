/** The few things of a browser that the window's state touches, for tests without one. */
import { vi } from 'vitest';

/** Call before the state is imported; each call starts with an empty memory and the given address. */
export function stubWindow(hash = ''): { stored: Map<string, string> } {
  const stored = new Map<string, string>();
  const location = { hash };
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', { replaceState: (_state: unknown, _title: string, url: string) => (location.hash = url) });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  return { stored };
}
