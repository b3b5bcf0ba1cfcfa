// The bar of buttons above the canvas and the legend below it.
import { badge, element, icon } from './marks.js';

/** Fills the bar above the canvas; gives the button that shows and hides labels. */
export function toolbar(view) {
  const tool = (label, path, act) => {
    const button = element('button');
    button.type = 'button';
    button.title = label;
    button.setAttribute('aria-label', label);
    button.append(icon(path));
    button.addEventListener('click', act);
    view.tools.append(button);
    return button;
  };
  tool('Fit to view (F)', 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5', () => view.fit(true));
  tool('Zoom in (+)', 'M12 5v14M5 12h14', () => view.zoom(1.25));
  tool('Zoom out (-)', 'M5 12h14', () => view.zoom(0.8));
  const labels = tool('Labels (L)', 'M4 7V5h16v2M12 5v14M9 19h6', () => view.toggleLabels());
  labels.setAttribute('aria-pressed', 'true');
  tool('Show what is hidden', 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z', () => view.showAll());
  tool('Save the picture (PNG)', 'M12 4v11M7 11l5 5 5-5M4 20h16', () => view.savePicture());
  return labels;
}

/** What the marks mean; a click on a kind shows or hides it. */
export function legend(view) {
  const counts = new Map();
  for (const node of view.raw.nodes) counts.set(node.kind, (counts.get(node.kind) || 0) + 1);
  const entries = Object.keys(view.raw.titles).filter(kind => counts.has(kind)).map(kind => {
    const family = view.raw.nodes.find(node => node.kind === kind).family;
    const button = element('button');
    button.type = 'button';
    button.title = 'Show or hide this kind';
    button.setAttribute('aria-pressed', String(!view.hiddenKinds.has(kind)));
    button.append(badge(view.theme, kind, family, 18), element('span', '', view.raw.titles[kind] || kind), element('span', 'count', counts.get(kind)));
    button.addEventListener('click', () => view.toggleKind(kind));
    return button;
  });
  const words = [];
  if (view.raw.nodes.some(node => node.key)) words.push(sample('ring', 'holds it together'));
  if (view.raw.edges.some(edge => edge.similar)) words.push(sample('dash', 'similar CV'));
  if (view.raw.nodes.some(node => node.outside)) words.push(sample('outside', 'not in this finding'));
  return [...entries, ...words];
}

function sample(name, words) {
  const entry = element('div', 'sample');
  entry.append(element('i', name), element('span', '', words));
  return entry;
}
