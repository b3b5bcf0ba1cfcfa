// A ranked list that opens what is clicked: a Streamlit component. Rows are buttons in a list, so Tab, Enter and a screen
// reader work; J and K (and the arrows) walk. Text is set only by textContent.
import { badge, colours, element } from './marks.js';

const OPENED = 'linchpin.opened'; // the row that was left last: the list takes it up again

/** To another screen, as one step of the history: Streamlit follows the address as it does after Back. */
function go(href, id) {
  sessionStorage.setItem(OPENED, id);
  window.history.pushState({}, '', href);
  window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
}

const lists = new Set();

/** Of several lists on the page the one that keys are meant for: that with the focus, else the first. */
function asked() {
  const before = (one, other) => one.host().compareDocumentPosition(other.host()) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...lists].find(one => one.at() >= 0) || [...lists].reduce((one, other) => (before(one, other) ? one : other));
}

class Rows {
  constructor(root) {
    this.box = element('div', 'rows');
    this.list = element('div', 'list');
    this.list.setAttribute('role', 'list');
    this.head = element('div', 'columns');
    this.head.setAttribute('aria-hidden', 'true'); // each row says it all in its own words
    this.box.append(this.head, this.list);
    root.append(this.box);
    this.onKey = event => this.key(event);
    document.addEventListener('keydown', this.onKey);
    lists.add(this);
  }

  host() {
    return this.box.getRootNode().host || this.box;
  }

  update(data, open) {
    this.open = open;
    const look = JSON.stringify([data, colours(this.box).dark]);
    if (look === this.look) return; // a rerun with the same rows keeps the focus
    const first = !this.look;
    this.look = look;
    const theme = colours(this.box);
    const had = this.list.contains(this.box.getRootNode().activeElement) ? this.at() : -1;
    this.head.replaceChildren(...data.columns.map(name => element('span', '', name)));
    this.head.hidden = !data.columns.length;
    this.list.replaceChildren(...data.rows.map(row => this.row(row, theme, data)));
    this.box.dataset.kind = data.kind;
    this.box.dataset.ready = '1';
    if (had >= 0) this.focus(had);
    if (first) this.comeBack();
  }

  /** Once, when the list is there again: to the row that was opened from it. */
  comeBack() {
    const left = sessionStorage.getItem(OPENED);
    const button = this.buttons().find(one => one.dataset.id === left);
    if (!button) return;
    sessionStorage.removeItem(OPENED);
    button.focus({ preventScroll: true });
    const show = () => button.scrollIntoView({ block: 'center' });
    for (const wait of [0, 150, 400]) setTimeout(show, wait); // what was there before may still stand above the list
  }

  row(row, theme, data) {
    const item = element('div', 'item');
    item.setAttribute('role', 'listitem');
    const button = element('button');
    button.type = 'button';
    button.dataset.id = row.id;
    if (row.id === data.chosen) button.setAttribute('aria-current', 'true');
    button.append(row.mark ? badge(theme, row.mark.kind, row.mark.family, 30) : element('span', 'rank', row.rank ?? ''));
    if (row.score !== null) button.append(this.score(row));
    const words = element('span', 'words');
    const head = element('span', 'head');
    head.append(element('span', 'title', row.title));
    if (row.type) head.append(this.chip(row.type));
    words.append(head, element('span', 'line', row.line));
    button.append(words);
    const chips = element('span', 'chips');
    chips.append(...row.chips.map(chip => this.chip(chip)));
    button.append(chips, element('span', 'side', row.side));
    button.setAttribute('aria-label', row.spoken);
    button.addEventListener('click', () => (row.href ? go(row.href, row.id) : this.open(row.id)));
    item.append(button);
    return item;
  }

  score(row) {
    const box = element('span', 'score');
    const track = element('span', 'track');
    const bar = element('span', 'bar');
    bar.style.width = `${Math.round(100 * row.share)}%`;
    track.append(bar);
    box.append(element('span', 'number', row.score), track);
    return box;
  }

  chip({ text, tone }) {
    return element('span', `chip ${tone}`, text);
  }

  buttons() {
    return [...this.list.querySelectorAll('button')];
  }

  at() {
    return this.buttons().indexOf(this.box.getRootNode().activeElement);
  }

  focus(index) {
    const buttons = this.buttons();
    if (buttons.length) buttons[Math.max(0, Math.min(index, buttons.length - 1))].focus();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || asked() !== this) return;
    const typing = event.composedPath()[0];
    if (typing instanceof HTMLElement && (typing.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(typing.tagName))) return;
    const inside = this.at() >= 0;
    const name = event.key.toLowerCase();
    if (name === 'j' || (inside && event.key === 'ArrowDown')) this.focus(this.at() + 1);
    else if (name === 'k' || (inside && event.key === 'ArrowUp')) this.focus(inside ? this.at() - 1 : 0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  destroy() {
    document.removeEventListener('keydown', this.onKey);
    lists.delete(this);
    this.box.remove();
  }
}

const mounted = new WeakMap();

export default function rows({ data, parentElement, setTriggerValue }) {
  let view = mounted.get(parentElement);
  if (!view) {
    view = new Rows(parentElement);
    mounted.set(parentElement, view);
  }
  view.update(data, id => setTriggerValue('open', id));
  return () => {
    view.destroy();
    mounted.delete(parentElement);
  };
}
