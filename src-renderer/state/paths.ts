/** The file's name without its folder, on any system. */
export function baseName(path: string): string {
  return path.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '');
}

/** The folder of a file; the path itself where there is none above. */
export function folderOf(path: string): string {
  return path.replace(/[\\/]+[^\\/]*[\\/]*$/, '') || path;
}

/** What a data set is called to begin with: its file's name without the endings that only say how it is written. */
export function dataName(file: string): string {
  return file.replace(/\.gz$/i, '').replace(/\.(h5ad|h5|loom|csv|tsv|txt|mtx)$/i, '') || file;
}
