// Which keys stand twice in one object of a JSON text, where `JSON.parse` keeps the last and says nothing. Pure.
// Pitfall: a text may hold a million objects, so it is gone through once, and an object's keys are kept no longer than it is open.

/** A key that stands more than once in its object. */
export interface RepeatedKey {
  key: string;
  /** The key of the outermost object that it stands under; '' when it stands there itself. */
  list: string;
  /** Which item of that list, from 1; 0 when it is none. */
  item: number;
}

interface Open {
  keys?: Set<string>;
  isList: boolean;
  /** Items begun, or the one under way. */
  items: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\],]/g;
const MOST = 30;

/** The repeated keys of a text that is JSON, in order, the first 30; takes time in proportion to it. */
export function repeatedKeys(text: string): RepeatedKey[] {
  const found: RepeatedKey[] = [];
  const open: Open[] = [];
  let list = '';
  for (const [token, colon] of text.matchAll(TOKEN)) {
    const here = open.at(-1);
    if (token === '{' || token === '[') open.push({ isList: token === '[', items: 1 });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',') {
      if (here) here.items += 1;
    } else if (colon !== undefined && here) {
      const key: string = JSON.parse(token.slice(0, -colon.length));
      here.keys ??= new Set();
      if (here.keys.has(key)) {
        const item = open.length > 1 && open[1]?.isList ? open[1].items : 0;
        found.push({ key, list: open.length > 1 ? list : '', item });
        if (found.length === MOST) return found;
      }
      here.keys.add(key);
      if (open.length === 1) list = key;
    }
  }
  return found;
}
