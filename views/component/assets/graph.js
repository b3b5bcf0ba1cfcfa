// The identity graph: a Streamlit component around vis-network, the file that the installed pyvis brings.
// Untrusted text reaches the page only through fillText() and textContent. Positions come from Python; nothing moves by itself.
import '../linchpin.vis/vis-network.min.js';
import { NEAR, drawLabel, drawMark, radius, short } from './draw.js';
import { legend, toolbar } from './frame.js';
import { colours, element } from './marks.js';

const vis = globalThis.vis;
const DOUBLE_CLICK_MS = 220;
const NOTHING = { nodes: [], edges: [] };

class GraphView {
  constructor(root, data) {
    this.hiddenKinds = new Set();
    this.hiddenNodes = new Set();
    this.moved = new Set();
    this.selection = NOTHING;
    this.labels = true;
    this.build(root, data);
    this.theme = colours(this.box);
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.visible = new vis.DataView(this.nodes, {
      filter: node => !this.hiddenNodes.has(node.id) && !this.hiddenKinds.has(node.kind),
    });
    this.take(data);
    const many = data.nodes.length > 800;
    this.network = new vis.Network(this.canvas, { nodes: this.visible, edges: this.edges }, {
      physics: { enabled: false },
      layout: { improvedLayout: false },
      interaction: {
        hover: true, multiselect: true, hoverConnectedEdges: false, hideEdgesOnDrag: many, hideEdgesOnZoom: many,
        keyboard: { enabled: false }, zoomSpeed: 0.6,
      },
      nodes: { shape: 'custom', ctxRenderer: args => this.draw(args), chosen: false },
      edges: { smooth: false, chosen: false, selectionWidth: 0, hoverWidth: 0 },
    });
    this.canvas.firstElementChild.tabIndex = -1; // one stop for the keyboard is enough
    this.listen();
    this.labelTool = toolbar(this);
    this.refresh();
    this.network.once('afterDrawing', () => { this.fit(); this.box.dataset.ready = '1'; });
  }

  // --- building ---------------------------------------------------------------------------------------------------

  build(root, data) {
    this.box = element('div', 'graph');
    this.box.style.height = `${data.height}px`;
    this.status = element('div', 'status');
    this.status.setAttribute('role', 'status');
    this.tools = element('div', 'tools');
    this.canvas = element('div', 'canvas');
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute('role', 'application');
    this.canvas.setAttribute('aria-label', 'Identity graph. The table of links below says the same in words.');
    this.tip = element('div', 'tip');
    this.menu = element('div', 'menu');
    this.menu.setAttribute('role', 'menu');
    this.legend = element('div', 'legend');
    const top = element('div', 'bar top');
    const stage = this.stage = element('div', 'stage');
    top.append(this.status, this.tools);
    stage.append(this.canvas, this.tip, this.menu);
    this.box.append(top, stage, this.legend);
    root.append(this.box);
  }

  // --- data -------------------------------------------------------------------------------------------------------

  take(data) {
    const fresh = this.rev !== data.rev;
    this.raw = data;
    if (fresh) {
      this.nodes.clear();
      this.edges.clear();
      this.hiddenNodes.clear();
      this.hiddenKinds.clear();
      this.moved.clear();
      this.selection = NOTHING;
      this.focus = null;
    }
    const wanted = new Set(data.nodes.map(node => node.id));
    this.nodes.remove(this.nodes.getIds().filter(id => !wanted.has(id)));
    const known = new Set(this.nodes.getIds());
    const taken = known.size && this.network ? Object.values(this.network.getPositions()) : [];
    this.nodes.update(data.nodes.map(node => {
      const view = { ...node, name: node.label, label: short(node.label, 26), physics: false }; // vis makes room for `label`
      delete view.x;
      delete view.y;
      if (known.has(node.id)) return view; // what is drawn stays where it is
      return { ...view, ...this.place(node, data, known, taken) };
    }));
    const lines = new Set(data.edges.map(edge => edge.id));
    this.edges.remove(this.edges.getIds().filter(id => !lines.has(id)));
    this.edges.update(data.edges.map(edge => this.line(edge)));
    this.rev = data.rev;
    if (!this.network) return;
    if (fresh) {
      this.network.unselectAll();
      requestAnimationFrame(() => this.fit());
    } else if (data.nodes.some(node => !known.has(node.id) && this.outOfSight(node.id))) {
      requestAnimationFrame(() => this.fit(true)); // what was just asked for is to be seen
    }
  }

  /** A first picture uses Python's positions. A neighbour that comes later takes the widest gap around its anchor. */
  place(node, data, known, taken) {
    if (!known.size || !this.network) return { x: node.x, y: node.y };
    const edge = data.edges.find(e => (e.source === node.id && known.has(e.target)) || (e.target === node.id && known.has(e.source)));
    if (!edge) return { x: node.x, y: node.y };
    const anchorId = edge.source === node.id ? edge.target : edge.source;
    const anchor = this.network.getPositions([anchorId])[anchorId] || { x: 0, y: 0 };
    let best = null;
    for (let step = 0; step < 24; step += 1) {
      for (const far of [110, 170, 230, 300]) {
        const angle = (step * Math.PI) / 12;
        const spot = { x: anchor.x + far * Math.cos(angle), y: anchor.y + far * Math.sin(angle) };
        const gap = Math.min(110, ...taken.map(other => Math.hypot(other.x - spot.x, other.y - spot.y))) - 0.25 * far;
        if (!best || gap > best.gap) best = { ...spot, gap };
      }
    }
    taken.push(best);
    return { x: best.x, y: best.y };
  }

  outOfSight(id) {
    const at = this.network.canvasToDOM(this.network.getPositions([id])[id]);
    return at.x < 20 || at.y < 20 || at.x > this.canvas.clientWidth - 20 || at.y > this.canvas.clientHeight - 40;
  }

  line(edge) {
    const lit = !this.focus || (this.focus.has(edge.source) && this.focus.has(edge.target));
    const chosen = this.selection.edges.includes(edge.id);
    const strength = 0.9 + 2.4 * edge.strength;
    const colour = this.theme.hue[edge.family] || this.theme.hue.people;
    return {
      id: edge.id,
      from: edge.source,
      to: edge.target,
      width: chosen ? strength + 2 : strength,
      dashes: edge.similar ? [6, 5] : false,
      color: { color: colour + (lit ? (chosen ? 'ff' : this.theme.dark ? 'a8' : '90') : '22'), inherit: false },
    };
  }

  // --- drawing ----------------------------------------------------------------------------------------------------

  draw({ ctx, id, x, y, state: { hover } }) {
    const node = this.nodes.get(id);
    if (!node) return {};
    const r = radius(node);
    const look = () => ({
      r, hover, theme: this.theme, labels: this.labels,
      scale: this.network ? this.network.getScale() : 1,
      chosen: this.selection.nodes.includes(id),
      faded: Boolean(this.focus && !this.focus.has(id)),
      colour: this.theme.hue[node.family] || this.theme.hue.people,
    });
    return {
      drawNode: () => drawMark(ctx, node, x, y, look()),
      drawExternalLabel: () => drawLabel(ctx, node, x, y, look()),
      nodeDimensions: { width: 2 * r + 6, height: 2 * r + 6 },
    };
  }

  // --- events -----------------------------------------------------------------------------------------------------

  listen() {
    const network = this.network;
    let timer = null;
    const choose = () => {
      const { nodes, edges } = network.getSelection();
      this.choose({ nodes, edges: nodes.length ? [] : edges.slice(0, 1) }, true);
    };
    network.on('click', () => { // a double click begins with two clicks: wait for it
      this.closeMenu();
      this.hideTip();
      clearTimeout(timer);
      timer = setTimeout(choose, DOUBLE_CLICK_MS);
    });
    network.on('doubleClick', event => {
      clearTimeout(timer);
      if (event.nodes.length) this.act('expand', event.nodes[0]);
    });
    network.on('oncontext', event => {
      event.event.preventDefault();
      const id = network.getNodeAt(event.pointer.DOM);
      if (id === undefined) this.closeMenu();
      else this.openMenu(id, event.pointer.DOM);
    });
    network.on('dragStart', () => { this.hideTip(); this.closeMenu(); });
    network.on('dragEnd', event => event.nodes.forEach(id => this.moved.add(id)));
    network.on('hoverNode', event => {
      const node = this.nodes.get(event.node);
      if (node) this.showTip(node.name, [this.raw.titles[node.kind] || node.kind, node.info], event.pointer.DOM);
      this.canvas.style.cursor = 'pointer';
    });
    network.on('hoverEdge', event => {
      const edge = this.raw.edges.find(one => one.id === event.edge);
      if (edge) this.showTip(edge.title, [edge.info], event.pointer.DOM);
    });
    for (const name of ['blurNode', 'blurEdge', 'zoom']) network.on(name, () => this.hideTip());
    this.canvas.addEventListener('keydown', event => this.key(event));
    this.box.addEventListener('ig-locate', event => { // where a node is on the screen: for tests, a canvas has no DOM
      const at = this.visible.get(event.detail.id) && network.getPositions([event.detail.id])[event.detail.id];
      if (at) Object.assign(event.detail, network.canvasToDOM(at));
    });
    this.outside = event => { if (!event.composedPath().includes(this.menu)) this.closeMenu(); };
    document.addEventListener('pointerdown', this.outside, true);
    this.onEscape = event => this.escape(event);
    document.addEventListener('keydown', this.onEscape);
    network.on('afterDrawing', () => this.labelTool?.setAttribute('aria-pressed', String(this.labels && this.near())));
  }

  /** Wherever the keyboard is on the page, but in a field or where Esc already meant something. */
  escape(event) {
    const at = event.composedPath()[0];
    const typing = at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
    if (event.key === 'Escape' && !event.defaultPrevented && !typing && this.chosen().length) this.clear();
  }

  /** What is selected: nodes, and the ends of lines. */
  chosen() {
    const ends = this.raw.edges.filter(edge => this.selection.edges.includes(edge.id)).flatMap(edge => [edge.source, edge.target]);
    return [...this.selection.nodes, ...ends];
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const id = this.selection.nodes[0];
    const pan = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] }[event.key];
    const name = event.key.toLowerCase();
    if (pan) this.pan(...pan);
    else if (name === 'f') this.fit(true);
    else if (name === '+' || name === '=') this.zoom(1.25);
    else if (name === '-') this.zoom(0.8);
    else if (name === 'l') this.toggleLabels();
    else if (name === 'n') this.next(event.shiftKey ? -1 : 1);
    else if (name === 'escape') this.clear();
    else if (id && name === 'e') this.act('expand', id);
    else if (id && name === 'h') this.hide(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(selection, tell) {
    this.selection = selection;
    const near = new Set();
    const [first, second] = selection.nodes;
    if (selection.nodes.length === 2) {
      const ofFirst = this.network.getConnectedNodes(first);
      const ofSecond = new Set(this.network.getConnectedNodes(second));
      const shared = ofFirst.filter(id => ofSecond.has(id));
      for (const id of [first, second, ...(shared.length ? shared : [...ofFirst, ...ofSecond])]) near.add(id);
    } else {
      for (const id of selection.nodes) for (const one of [id, ...this.network.getConnectedNodes(id)]) near.add(one);
      for (const id of selection.edges) for (const one of this.network.getConnectedNodes(id)) near.add(one);
    }
    this.focus = near.size ? near : null;
    this.refresh();
    if (tell) this.api.setStateValue('selection', { ...selection, rev: this.rev });
  }

  /** From node to node by keyboard, in the order of the list. */
  next(step) {
    const ids = this.visible.getIds();
    if (!ids.length) return;
    const at = ids.indexOf(this.selection.nodes[0]);
    const id = ids[(at + step + ids.length) % ids.length];
    this.network.selectNodes([id], false);
    this.choose({ nodes: [id], edges: [] }, true);
  }

  clear() {
    this.closeMenu();
    this.network.unselectAll();
    this.choose(NOTHING, true);
  }

  act(type, id) {
    this.closeMenu();
    this.api.setTriggerValue('action', { type, id, rev: this.rev });
  }

  hide(id) {
    this.hiddenNodes.add(id);
    this.visible.refresh();
    this.clear();
  }

  toggleKind(kind) {
    if (!this.hiddenKinds.delete(kind)) this.hiddenKinds.add(kind);
    this.visible.refresh();
    if (this.chosen().some(id => !this.visible.get(id))) this.clear(); // what is hidden is not told of
    else this.refresh();
  }

  showAll() {
    this.hiddenNodes.clear();
    this.hiddenKinds.clear();
    this.visible.refresh();
    this.refresh();
  }

  // --- view -------------------------------------------------------------------------------------------------------

  refresh() {
    this.edges.update(this.raw.edges.map(edge => this.line(edge)));
    const had = [...this.legend.children].indexOf(this.box.getRootNode().activeElement);
    this.legend.replaceChildren(...legend(this));
    if (had >= 0) this.legend.children[had].focus();
    const hidden = this.nodes.length - this.visible.length;
    this.status.textContent = this.raw.status + (hidden ? ` · ${hidden} hidden` : '');
    if (this.network) this.network.redraw();
  }

  fit(slowly = false) {
    this.network.fit({ animation: slowly ? { duration: 250 } : false, maxZoomLevel: 1.15 });
  }

  zoom(factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: { duration: 120 } });
  }

  pan(dx, dy) {
    const at = this.network.getViewPosition();
    const scale = this.network.getScale();
    this.network.moveTo({ position: { x: at.x + dx / scale, y: at.y + dy / scale } });
  }

  near() {
    return this.network.getScale() >= NEAR;
  }

  /** Labels that are too small to read are not drawn: then the button goes nearer. */
  toggleLabels() {
    const far = !this.near();
    this.labels = far || !this.labels;
    if (far) this.zoom((1.05 * NEAR) / this.network.getScale());
    this.network.redraw();
  }

  savePicture() {
    const source = this.canvas.querySelector('canvas');
    const copy = document.createElement('canvas');
    copy.width = source.width;
    copy.height = source.height;
    const context = copy.getContext('2d');
    context.fillStyle = this.theme.ground;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(source, 0, 0);
    copy.toBlob(blob => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = `${this.raw.name}.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 5000);
    });
  }

  showTip(head, lines, at) {
    if (this.menu.classList.contains('on')) return;
    this.tip.replaceChildren(element('b', '', head), document.createTextNode(lines.filter(Boolean).join('\n')));
    this.tip.style.display = 'block';
    const space = this.stage.getBoundingClientRect();
    const own = this.tip.getBoundingClientRect();
    this.tip.style.left = `${Math.max(4, Math.min(at.x + 14, space.width - own.width - 8))}px`;
    this.tip.style.top = `${Math.max(4, Math.min(at.y + 16, space.height - own.height - 8))}px`;
  }

  hideTip() {
    this.tip.style.display = 'none';
    this.canvas.style.cursor = '';
  }

  openMenu(id, at) {
    this.hideTip();
    this.network.selectNodes([id], false);
    const node = this.nodes.get(id);
    this.menu.replaceChildren(element('div', 'title', node.name));
    const acts = {};
    const entry = (words, key, act) => {
      const button = element('button');
      button.type = 'button';
      button.setAttribute('role', 'menuitem');
      button.append(element('span', '', words), element('kbd', '', key));
      const choose = () => { this.closeMenu(); this.canvas.focus(); act(); };
      button.addEventListener('click', choose);
      if (key) acts[key.toLowerCase()] = choose;
      this.menu.append(button);
    };
    if (this.raw.why) entry('Why is this here?', '', () => this.choose({ nodes: [id], edges: [] }, true));
    entry('Expand neighbours', 'E', () => this.act('expand', id));
    entry('Hide from the view', 'H', () => this.hide(id));
    this.menu.classList.add('on');
    const space = this.stage.getBoundingClientRect();
    this.menu.style.left = `${Math.min(at.x, space.width - 225)}px`;
    this.menu.style.top = `${Math.min(at.y, space.height - 140)}px`;
    this.menu.querySelector('button').focus();
    this.menu.onkeydown = event => this.menuKey(event, { ...acts, escape: () => { this.closeMenu(); this.canvas.focus(); } });
  }

  /** The letters beside the entries, the arrows from one to the next, and Esc. */
  menuKey(event, acts) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const act = acts[event.key.toLowerCase()];
    if (step) {
      const entries = [...this.menu.querySelectorAll('button')];
      const at = entries.indexOf(this.box.getRootNode().activeElement);
      entries[(at + step + entries.length) % entries.length].focus();
    } else if (act) act();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  closeMenu() {
    this.menu.classList.remove('on');
  }

  update(data, api) {
    this.api = api;
    this.theme = colours(this.box);
    if (this.raw !== data) this.take(data);
    this.box.style.height = `${data.height}px`;
    this.choose(this.selection, false);
  }

  destroy() {
    document.removeEventListener('pointerdown', this.outside, true);
    document.removeEventListener('keydown', this.onEscape);
    this.network.destroy();
    this.box.remove();
  }
}

const mounted = new WeakMap();

export default function graph({ data, parentElement, setStateValue, setTriggerValue }) {
  let view = mounted.get(parentElement);
  if (!view) {
    view = new GraphView(parentElement, data);
    mounted.set(parentElement, view);
  }
  view.update(data, { setStateValue, setTriggerValue });
  return () => {
    view.destroy();
    mounted.delete(parentElement);
  };
}
