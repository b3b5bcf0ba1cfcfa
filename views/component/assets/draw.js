// How a node is drawn. `look` says what it is like now: chosen, hovered, faded, and at which scale.
import { glyph, outline } from './marks.js';

const FAR = 0.42; // below this scale: solid marks without icons

export const NEAR = 0.55; // from this scale on labels can be read

/** A text of at most so many letters. */
export function short(text, most) {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
}

/** Applicants and what holds the cluster together are larger. */
export function radius(node) {
  return node.key || node.family === 'applicant' ? 20 : 15;
}

export function drawMark(ctx, node, x, y, { r, hover, chosen, faded, colour, theme, scale }) {
  ctx.save();
  ctx.globalAlpha = faded ? 0.28 : 1;
  if (scale < FAR) {
    outline(ctx, node.family, x, y, Math.max(1.1 * r, (node.family === 'applicant' ? 5 : 3.5) / scale));
    ctx.fillStyle = chosen ? theme.primary : node.key ? theme.hue.warn : colour;
    ctx.fill();
    ctx.restore();
    return;
  }
  if (chosen || hover) {
    outline(ctx, node.family, x, y, r + 10);
    ctx.fillStyle = theme.primary + (chosen ? '55' : '22');
    ctx.fill();
  }
  if (node.key) {
    outline(ctx, node.family, x, y, r + 5.5);
    ctx.lineWidth = 2.4;
    ctx.strokeStyle = theme.hue.warn;
    ctx.stroke();
  }
  outline(ctx, node.family, x, y, r);
  ctx.fillStyle = theme.ground;
  ctx.fill();
  ctx.fillStyle = colour + (node.outside ? '08' : theme.dark ? '30' : '1c');
  ctx.fill();
  ctx.setLineDash(node.outside ? [4, 3] : []);
  ctx.lineWidth = chosen ? 3 : 1.9;
  ctx.strokeStyle = colour;
  ctx.stroke();
  ctx.setLineDash([]);
  glyph(ctx, node.kind, x, y, 1.05 * r, colour);
  if (node.more > 0) drawMore(ctx, node, x + 0.85 * r, y - 0.95 * r, theme);
  ctx.restore();
}

/** How many neighbours are not in the picture. */
function drawMore(ctx, node, x, y, theme) {
  const words = `+${node.more}`;
  ctx.font = `600 10px ${theme.font}`;
  const width = ctx.measureText(words).width + 9;
  ctx.beginPath();
  ctx.roundRect(x - 4, y - 8, width, 15, 7.5);
  ctx.fillStyle = theme.ground;
  ctx.fill();
  ctx.lineWidth = 1.2;
  ctx.strokeStyle = ctx.fillStyle = theme.text;
  ctx.stroke();
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(words, x + 0.5, y + 0.5);
}

export function drawLabel(ctx, node, x, y, { r, hover, chosen, faded, theme, scale, labels }) {
  if (!hover && !chosen && (!labels || faded || scale < NEAR)) return;
  const words = chosen || hover ? short(node.name, 60) : node.label;
  ctx.save();
  const size = chosen || hover ? Math.max(12.5, 11 / scale) : 12.5; // what is asked for can be read from afar too
  ctx.font = `${node.family === 'applicant' || node.key ? 600 : 400} ${size}px ${theme.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 0.32 * size;
  ctx.strokeStyle = theme.ground;
  ctx.fillStyle = theme.text;
  const below = y + r * (node.family === 'location' ? 1.28 : 1.05) + (node.key ? 9 : 5);
  ctx.strokeText(words, x, below);
  ctx.fillText(words, x, below);
  ctx.restore();
}
