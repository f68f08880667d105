/** The files that can be added, as the empty data page explains them. */
export const fileKinds: readonly { ending: string; what: string }[] = [
  { ending: '.h5ad', what: 'AnnData of any age, as scanpy and cellxgene write it; labels in obs' },
  { ending: '.h5 or a folder', what: '10x Genomics, Cell Ranger 2 and later; of a folder, choose its matrix.mtx' },
  {
    ending: '.loom .mtx .zip .tar',
    what: 'loom files, Matrix Market with its files of names, and archives of any of these',
  },
  {
    ending: '.csv .tsv .txt',
    what: 'a plain table, cells in rows or in columns; labels in a second table, or in an .xlsx',
  },
];
