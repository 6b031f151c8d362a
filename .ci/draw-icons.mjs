// Draws the app's two icons: `node .ci/draw-icons.mjs [folder]`, by default into appPackage/. A milestone (a diamond with a
// tick) on its timeline: one point behind it done, one ahead still open. What one could get wrong: the outline icon must
// stay pure white, with only its transparency varying, or Teams refuses the package.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = process.argv[2] ?? join(root, 'appPackage');
const SAMPLES = 8; // a side: each pixel is the mean of 64 points, which is what makes the edges smooth

const WHITE = [255, 255, 255];
const TEAL = [8, 102, 106];
const INDIGO = [42, 45, 118];
const INK = [12, 82, 96];

// Signed distances: below nought inside the shape, above it outside, in pixels.
const length = (x, y) => Math.sqrt(x * x + y * y);
const clamp = (value) => Math.min(1, Math.max(0, value));
const disc = (cx, cy, radius) => (x, y) => length(x - cx, y - cy) - radius;
const ring = (cx, cy, radius, width) => (x, y) => Math.abs(length(x - cx, y - cy) - radius) - width / 2;
const stroke = (points, width) => (x, y) => {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < points.length; i += 1) {
    const [ax, ay] = points[i - 1];
    const [bx, by] = points[i];
    const along = clamp(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2));
    nearest = Math.min(nearest, length(x - ax - along * (bx - ax), y - ay - along * (by - ay)));
  }
  return nearest - width / 2;
};
/** A square standing on its corner; `reach` runs from the centre to the sharp corner that `rounding` then softens. */
const diamond = (cx, cy, reach, rounding) => (x, y) => {
  const half = reach / Math.SQRT2 - rounding;
  const u = Math.abs(x - cx + (y - cy)) / Math.SQRT2 - half;
  const v = Math.abs(x - cx - (y - cy)) / Math.SQRT2 - half;
  return length(Math.max(u, 0), Math.max(v, 0)) + Math.min(Math.max(u, v), 0) - rounding;
};
const border = (shape, width) => (x, y) => Math.abs(shape(x, y)) - width / 2;

const ground = (x, y) => mix(TEAL, INDIGO, clamp((x * 0.35 + y * 0.65) / 192));

draw('color.png', 192, [
  { ink: ground, shape: () => -1 },
  {
    ink: WHITE,
    alpha: 0.65,
    shape: stroke(
      [
        [22, 96],
        [160, 96],
      ],
      7,
    ),
  },
  { ink: WHITE, shape: disc(22, 96, 11) },
  { ink: WHITE, alpha: 0.9, shape: ring(170, 96, 9.5, 5) },
  { ink: ground, shape: diamond(96, 96, 59, 9) },
  { ink: WHITE, shape: diamond(96, 96, 53, 7) },
  {
    ink: INK,
    shape: stroke(
      [
        [77, 97],
        [91, 111],
        [116, 84],
      ],
      11,
    ),
  },
]);

draw('outline.png', 32, [
  { ink: WHITE, shape: border(diamond(16, 16, 11.5, 1.5), 2) },
  {
    ink: WHITE,
    shape: stroke(
      [
        [11.8, 16.2],
        [14.8, 19.2],
        [20.2, 13.2],
      ],
      2,
    ),
  },
  {
    ink: WHITE,
    shape: stroke(
      [
        [2, 16],
        [5, 16],
      ],
      2,
    ),
  },
  {
    ink: WHITE,
    shape: stroke(
      [
        [27, 16],
        [30, 16],
      ],
      2,
    ),
  },
]);

function mix(from, to, share) {
  return from.map((channel, index) => channel + (to[index] - channel) * share);
}

/** Paints the layers, first at the bottom, and writes the file. Colours are weighted by coverage, so that edges carry no dark fringe. */
function draw(name, size, layers) {
  const image = new PNG({ width: size, height: size });
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const pixel = average(column, row, layers);
      image.data.set(pixel, (row * size + column) * 4);
    }
  }
  writeFileSync(join(folder, name), PNG.sync.write(image));
}

function average(column, row, layers) {
  let [red, green, blue, cover] = [0, 0, 0, 0];
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
    const x = column + ((sample % SAMPLES) + 0.5) / SAMPLES;
    const y = row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
    const [r, g, b, a] = colourAt(x, y, layers);
    red += r * a;
    green += g * a;
    blue += b * a;
    cover += a;
  }
  // Where nothing is painted the colour is white all the same: some viewers blend the colour of see-through pixels.
  if (cover === 0) return [255, 255, 255, 0];
  return [red / cover, green / cover, blue / cover, (255 * cover) / SAMPLES ** 2].map(Math.round);
}

function colourAt(x, y, layers) {
  let below = [255, 255, 255, 0];
  for (const { ink, alpha = 1, shape } of layers) {
    if (shape(x, y) > 0) continue;
    const above = typeof ink === 'function' ? ink(x, y) : ink;
    const total = alpha + below[3] * (1 - alpha);
    below = [...mix(below.slice(0, 3), above, alpha / total), total];
  }
  return below;
}
