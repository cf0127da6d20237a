/** The folders a run reads and writes, behind the one path resolver. */
export interface Workspace {
  /**
   * Real path of a model file or diffusers folder by its listed name. Search order: the `--models` folders, then the bundled models.
   * @throws UserError naming the folders searched
   */
  model(folder: string, name: string): string;
  /** Real path of a picture named as ComfyUI does: `name`, `sub/name`, with ` [output]` or ` [temp]` behind. @throws UserError */
  input(name: string): string;
  /**
   * Reserves the next free name for `prefix` in the folder, ComfyUI's way: `prefix_00001_.png`, counter = highest + 1,
   * `%width%`, `%year%`, … replaced, `/` in the prefix makes a subfolder. Refuses to leave the folder. @throws UserError
   */
  reserve(
    type: 'output' | 'temp',
    prefix: string,
    extension: string,
    size?: { width: number; height: number },
  ): OutputPath;
  /** Folder for what may be kept between runs (embeddings, self-test results). */
  readonly cacheDir: string;
}

export interface OutputPath {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: 'output' | 'temp';
  /** Writes all or nothing: temporary file, fsync, rename, fsync of the folder. */
  write(bytes: Uint8Array): Promise<void>;
}
