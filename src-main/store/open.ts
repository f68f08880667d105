export interface Store {
  path: string;
  readOnly: boolean;
}
