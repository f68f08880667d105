/** The window's places and their addresses. */

export type Place =
  | { page: 'home' }
  | { page: 'data'; id: number | null }
  | { page: 'tasks'; id: number | null }
  | { page: 'panel' }
  | { page: 'runs' }
  | { page: 'run'; id: number }
  | { page: 'compare'; ids: number[] }
  | { page: 'benchmark'; id: number | null };

const ids = (text: string | undefined): number[] =>
  (text ?? '')
    .split(',')
    .map(Number)
    .filter((id) => Number.isInteger(id) && id > 0);

/** `#/runs/7` → `{ page: 'run', id: 7 }`; null for an address that is none of ours. */
export function parseHash(hash: string): Place | null {
  const [, page, rest] = hash.replace(/^#/, '').split('/');
  const [id = null] = ids(rest);
  if (page === 'data' || page === 'tasks' || page === 'benchmark') return { page, id };
  if (page === 'panel' || page === 'home') return { page };
  if (page === 'runs') return id === null ? { page: 'runs' } : { page: 'run', id };
  if (page === 'compare') return { page, ids: [...new Set(ids(rest))] };
  return null;
}

/** The address of a place, ready for an `href`. */
export function hashOf(place: Place): string {
  switch (place.page) {
    case 'data':
    case 'tasks':
    case 'benchmark':
      return place.id === null ? `#/${place.page}` : `#/${place.page}/${place.id}`;
    case 'run':
      return `#/runs/${place.id}`;
    case 'compare':
      return place.ids.length ? `#/compare/${place.ids.join(',')}` : '#/compare';
    default:
      return `#/${place.page}`;
  }
}
