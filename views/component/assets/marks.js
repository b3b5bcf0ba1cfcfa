// Marks: shape and colour say the family of a kind, the icon says the kind. Never colour alone.

const ICONS = {
  applicant: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4.5 3.5-6.5 8-6.5s8 2 8 6.5',
  phone: 'M8 3h8v18H8zM11 17.5h2',
  email: 'M3 6h18v12H3zM3 7l9 7 9-7',
  website: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c4 5 4 13 0 18M12 3c-4 5-4 13 0 18',
  handle: 'M16 12a4 4 0 1 0-8 0 4 4 0 0 0 8 0zM16 8v5.5c0 3 5 3 5-1.5a9 9 0 1 0-4 7.5',
  address: 'M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6',
  building: 'M6 21V3h12v18M4 21h16M10 7h1M14 7h1M10 11h1M14 11h1M11 21v-5h2v5',
  ip: 'M3 5h18v11H3zM9 20h6M12 16v4',
  network: 'M9.5 3h5v5h-5zM3 16h5v5H3zM16 16h5v5h-5zM12 8v4M5.5 16v-4h13v4',
  payroll_account: 'M4 9l8-5 8 5zM6 11v7M10 11v7M14 11v7M18 11v7M4 20h16',
  payroll_last4: 'M3 6h18v12H3zM3 10h18M7 14h4',
  wallet: 'M4 7h16v12H4zM4 7l12-3v3M15 13h5',
  payment_handle: 'M12 3v18M16 8c0-2-2-3-4-3s-4 1-4 3.2c0 4.3 8 2.3 8 7 0 2-2 3.3-4 3.3s-4-1.2-4-3.3',
  device: 'M5 5h14v10H5zM2 19h20',
  cv_file: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  template: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h3',
  reference_phone: 'M4 5h16v11h-9l-4 4v-4H4zM10 8h4v5h-4z',
  reference_email: 'M4 5h16v11h-9l-4 4v-4H4zM8 8l4 3 4-3',
  reference_name: 'M4 5h16v11h-9l-4 4v-4H4zM8 9h8M8 12h5',
  referrer: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM2 20c0-4 2-6 6-6M13 12h8M17 8l4 4-4 4',
  past_employer: 'M3 8h18v12H3zM9 8V5h6v3M3 13h18',
  tax_id: 'M3 6h18v12H3zM7 11h4M7 14h4M14 10h3v4h-3z',
};
const FALLBACK = 'M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z';
const PATHS = new Map();

const HUES = {
  light: {
    applicant: '#1d4ed8', contact: '#0f766e', location: '#b45309', money: '#be123c',
    device: '#6d28d9', text: '#a21caf', people: '#475569', warn: '#b42318',
  },
  dark: {
    applicant: '#6ea8fe', contact: '#2dd4bf', location: '#f5a742', money: '#fb7185',
    device: '#b794f6', text: '#e879f9', people: '#a3b1c6', warn: '#ff8a7a',
  },
};

export function element(tag, className = '', text = null) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== null) made.textContent = text;
  return made;
}

export function icon(path) {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  const line = document.createElementNS(ns, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** Colours of the page as it is now: streamlit hands its theme down as --st-* variables. */
export function colours(box) {
  const style = getComputedStyle(box);
  const value = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const ground = value('--st-secondary-background-color', '#ffffff');
  const probe = document.createElement('canvas').getContext('2d');
  probe.fillStyle = ground;
  const [r, g, b] = [1, 3, 5].map(i => parseInt(probe.fillStyle.slice(i, i + 2), 16));
  const dark = 0.3 * r + 0.59 * g + 0.11 * b < 110;
  return {
    dark,
    ground,
    text: value('--st-text-color', '#111111'),
    primary: value('--st-primary-color', '#1d4ed8'),
    font: value('--st-font', 'sans-serif'),
    hue: HUES[dark ? 'dark' : 'light'],
  };
}

/** The outline of a family, around (x, y). Applicants are round. */
export function outline(context, family, x, y, r) {
  context.beginPath();
  if (family === 'applicant') context.arc(x, y, r, 0, 2 * Math.PI);
  else if (family === 'location') {
    const k = 1.28 * r;
    context.moveTo(x, y - k);
    for (const [dx, dy] of [[k, 0], [0, k], [-k, 0]]) context.lineTo(x + dx, y + dy);
    context.closePath();
  } else if (family === 'device') {
    for (let i = 0; i < 6; i += 1) {
      context.lineTo(x + 1.14 * r * Math.cos((Math.PI / 3) * i), y + 1.14 * r * Math.sin((Math.PI / 3) * i));
    }
    context.closePath();
  } else if (family === 'money') context.rect(x - r, y - r, 2 * r, 2 * r);
  else if (family === 'text') context.roundRect(x - 0.85 * r, y - 1.1 * r, 1.7 * r, 2.2 * r, 3);
  else if (family === 'people') context.roundRect(x - 1.25 * r, y - 0.9 * r, 2.5 * r, 1.8 * r, 0.9 * r);
  else context.roundRect(x - r, y - r, 2 * r, 2 * r, 0.35 * r);
}

/** The icon of a kind, `size` wide, around (x, y). */
export function glyph(context, kind, x, y, size, colour) {
  if (!PATHS.has(kind)) PATHS.set(kind, new Path2D(ICONS[kind] || FALLBACK));
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(size / 24, size / 24);
  context.lineWidth = 2.1;
  context.lineCap = context.lineJoin = 'round';
  context.strokeStyle = colour;
  context.stroke(PATHS.get(kind));
  context.restore();
}

/** A small picture of a mark for legends and lists. */
export function badge(theme, kind, family, side = 20) {
  const canvas = element('canvas', 'mark');
  canvas.width = canvas.height = 2 * side;
  canvas.style.width = canvas.style.height = `${side}px`;
  canvas.setAttribute('aria-hidden', 'true');
  const context = canvas.getContext('2d');
  const colour = theme.hue[family] || theme.hue.people;
  context.scale(2, 2);
  outline(context, family, side / 2, side / 2, side * (family === 'location' ? 0.34 : 0.38));
  context.fillStyle = `${colour}22`;
  context.fill();
  context.lineWidth = 1.3;
  context.strokeStyle = colour;
  context.stroke();
  glyph(context, kind, side / 2, side / 2, side * 0.46, colour);
  return canvas;
}
