/** The file's name without its folder, on any system. */
export function baseName(path: string): string {
  return path.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '');
}

/** The folder of a file; the path itself where there is none above. */
export function folderOf(path: string): string {
  return path.replace(/[\\/]+[^\\/]*[\\/]*$/, '') || path;
}
