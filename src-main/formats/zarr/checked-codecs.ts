/** zarrita's codecs that unpack a chunk which was cut short into wrong numbers, made to refuse it. */
import { registry } from 'zarrita';

interface Codec {
  decode(chunk: unknown): unknown;
}
type Entry = { fromConfig(configuration: unknown, meta: unknown): Codec };

/** @param before is given the packed bytes, @param after what they became; both throw where they are wrong */
function check(name: string, before: (bytes: Uint8Array) => void, after: (chunk: Decoded) => void): void {
  const load = registry.get(name)! as unknown as () => Entry | Promise<Entry>;
  const checked = async (): Promise<Entry> => {
    const entry = await load();
    return {
      fromConfig(configuration, meta) {
        const codec = entry.fromConfig(configuration, meta);
        const decode = async (bytes: unknown) => {
          before(bytes as Uint8Array);
          const chunk = await codec.decode(bytes);
          after(chunk as Decoded);
          return chunk;
        };
        return new Proxy(codec, { get: (target, key) => (key === 'decode' ? decode : Reflect.get(target, key)) });
      },
    };
  };
  registry.set(name, checked as never);
}

interface Decoded {
  data: { length: number };
  shape: number[];
}

/** Blosc states its own length, and reads on behind the end of what it was given. */
function refuseShort(bytes: Uint8Array): void {
  const stated = bytes.length < 16 ? Infinity : new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true);
  if (stated > bytes.length) throw new Error('the chunk is cut short');
}

function refuseIncomplete({ data, shape }: Decoded): void {
  if (data.length !== shape.reduce((a, b) => a * b, 1)) throw new Error('the chunk is cut short');
}

const nothing = () => {};
for (const name of ['blosc', 'numcodecs.blosc']) check(name, refuseShort, nothing);
check('bytes', nothing, refuseIncomplete);
