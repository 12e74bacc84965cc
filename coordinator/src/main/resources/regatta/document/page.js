'use strict';
// Everything can be read without this script: it draws the time lines, and opens what is folded
// before a browser prints that cannot do so by its style.
(() => {
  const NANOS = 1e-9;
  const LANE = 18;
  const GAP = 6;
  const AXIS = 22;

  function time(seconds) {
    const size = Math.abs(seconds);
    const [scale, unit] = size >= 0.1 || size === 0 ? [1, 's'] : size >= 1e-4 ? [1e3, 'ms'] : [1e6, 'µs'];
    return `${Number((seconds * scale).toPrecision(3))} ${unit}`;
  }

  /** The smallest of 1, 2, 5, 10, 20 … (of any power of ten) that is not below a distance. */
  function tick(least) {
    const ten = 10 ** Math.floor(Math.log10(least));
    return [1, 2, 5, 10].map((part) => part * ten).find((step) => step >= least * 0.999);
  }

  /** The time at a tick, in the unit of its step and with no more decimals than that has. */
  function atTick(seconds, step) {
    const [scale, unit] = step >= 0.05 ? [1, 's'] : step >= 5e-5 ? [1e3, 'ms'] : [1e6, 'µs'];
    const decimals = Math.max(0, -Math.floor(Math.log10(step * scale) + 1e-9));
    return `${(seconds * scale).toFixed(decimals)} ${unit}`;
  }

  /** The attempts of a round by lane, in arrays that a loop reads fast; times in seconds. */
  function lanesOf(round) {
    const byLane = new Map();
    for (const drawn of round.sample.attempts) {
      const key = `${drawn[1]} ${drawn[2]}`;
      if (!byLane.has(key)) byLane.set(key, []);
      byLane.get(key).push(drawn);
    }
    const workers = round.sample.workers;
    return [...byLane.values()]
      .sort((a, b) => a[0][1] - b[0][1] || a[0][2] - b[0][2])
      .map((all, index) => {
        all.sort((a, b) => a[3] - b[3]);
        const part = (f) => Float64Array.from(all, f);
        return {
          name: `slot ${index + 1}`,
          worker: workers[all[0][1]],
          task: part((a) => a[0]),
          begin: part((a) => a[3] * NANOS),
          end: part((a) => a[4] * NANOS),
          // Shares of running; -1 where nobody measured it.
          cpu: part((a) => (a[5] < 0 ? -1 : Math.min(1, a[5] / Math.max(1, a[4] - a[3])))),
          ready: part((a) => (a[6] < 0 ? -1 : Math.min(1, a[6] / Math.max(1, a[4] - a[3])))),
          delay: part((a) => a[7] * NANOS),
        };
      });
  }

  /** The first attempt that ends after a time: attempts of a lane do not overlap. */
  function firstAfter(lane, seconds) {
    let low = 0;
    let high = lane.end.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lane.end[middle] > seconds) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  class TimeLine {
    constructor(root, rounds) {
      this.root = root;
      this.rounds = rounds;
      this.canvas = document.createElement('canvas');
      this.canvas.tabIndex = 0;
      this.canvas.setAttribute('role', 'img');
      this.tip = document.createElement('p');
      this.tip.className = 'tip quiet';
      this.tip.setAttribute('aria-live', 'polite');
      this.dragFrom = null;
      root.append(this.tools(), this.canvas, this.tip);
      root.classList.add('live');
      this.listen();
      this.show(Number(root.dataset.round) || 0);
    }

    tools() {
      const tools = document.createElement('div');
      tools.className = 'tools';
      const select = document.createElement('select');
      select.setAttribute('aria-label', 'Round');
      this.rounds.forEach((round, index) => {
        select.add(new Option(round.title, index, false, index === Number(this.root.dataset.round)));
      });
      select.onchange = () => this.show(Number(select.value));
      const button = (text, label, action) => {
        const made = document.createElement('button');
        made.type = 'button';
        made.textContent = text;
        made.setAttribute('aria-label', label);
        made.onclick = action;
        return made;
      };
      tools.append(
        ...(this.rounds.length > 1 ? [select] : []),
        button('+', 'Zoom in', () => this.zoom(0.5)),
        button('−', 'Zoom out', () => this.zoom(2)),
        button('◀', 'Earlier', () => this.pan(-0.3)),
        button('▶', 'Later', () => this.pan(0.3)),
        button('All', 'Show all of it', () => this.view(0, this.whole)),
      );
      return tools;
    }

    listen() {
      const at = (event) => event.clientX - this.canvas.getBoundingClientRect().left;
      this.canvas.onpointerdown = (event) => { this.dragFrom = at(event); };
      this.canvas.onpointermove = (event) => {
        if (this.dragFrom === null) this.point(event);
        else { this.dragTo = at(event); this.draw(); }
      };
      window.addEventListener('pointerup', (event) => {
        const from = this.dragFrom;
        this.dragFrom = null;
        this.dragTo = null;
        if (from !== null && Math.abs(at(event) - from) > 5) {
          const ends = [this.seconds(from), this.seconds(at(event))].sort((a, b) => a - b);
          this.view(ends[0], ends[1]);
        }
      });
      this.canvas.ondblclick = () => this.view(0, this.whole);
      this.canvas.addEventListener('wheel', (event) => {
        if (!event.ctrlKey && !event.shiftKey) return;
        event.preventDefault();
        this.zoom((event.deltaY || event.deltaX) > 0 ? 1.25 : 0.8, this.seconds(at(event)));
      }, { passive: false });
      this.canvas.onkeydown = (event) => {
        const action = {
          '+': () => this.zoom(0.5), '=': () => this.zoom(0.5), '-': () => this.zoom(2),
          ArrowLeft: () => this.pan(-0.3), ArrowRight: () => this.pan(0.3),
          Home: () => this.view(0, this.whole),
        }[event.key];
        if (action) { event.preventDefault(); action(); }
      };
      new ResizeObserver(() => this.draw()).observe(this.root);
      window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
    }

    show(index) {
      const round = this.rounds[index];
      this.lanes = lanesOf(round);
      this.whole = this.lanes.reduce(
        (most, lane) => Math.max(most, lane.end[lane.end.length - 1]), round.report.wallSeconds);
      const drawn = round.sample.attempts.length;
      const all = round.sample.of;
      this.sampled = drawn < all;
      this.about = `${round.title}: `
        + (this.sampled
          ? `${drawn.toLocaleString('en')} of ${all.toLocaleString('en')}, drawn at random,`
            + ' so what looks free need not be'
          : `all ${all.toLocaleString('en')}`)
        + '. Point at a box to read its parts. Drag to zoom, or press + and − and the arrows.';
      this.tip.textContent = this.about;
      this.canvas.setAttribute('aria-label', this.about);
      this.view(0, this.whole);
    }

    view(from, to) {
      const least = this.whole / 1e6;
      const width = Math.min(this.whole, Math.max(least, to - from));
      this.from = Math.min(Math.max(0, from), this.whole - width);
      this.to = this.from + width;
      this.draw();
    }

    zoom(factor, around = (this.from + this.to) / 2) {
      this.view(around - (around - this.from) * factor, around + (this.to - around) * factor);
    }

    pan(part) {
      const by = (this.to - this.from) * part;
      this.view(this.from + by, this.to + by);
    }

    seconds(x) {
      const inside = Math.min(Math.max(0, x - this.left), this.width - this.left);
      return this.from + (this.to - this.from) * inside / (this.width - this.left);
    }

    /** Draws once a frame, however often it is asked. */
    draw() {
      if (this.asked) return;
      this.asked = true;
      requestAnimationFrame(() => { this.asked = false; this.paint(); });
    }

    paint() {
      const style = getComputedStyle(this.root);
      const colour = (name) => style.getPropertyValue(`--${name}`).trim();
      this.width = this.root.clientWidth;
      this.left = this.width < 500 ? 50 : 70;
      const height = this.lanes.length * (LANE + GAP) + AXIS;
      const ratio = window.devicePixelRatio || 1;
      this.canvas.width = this.width * ratio;
      this.canvas.height = height * ratio;
      this.canvas.style.height = `${height}px`;
      const g = this.canvas.getContext('2d');
      g.setTransform(ratio, 0, 0, ratio, 0, 0);
      g.font = '12px system-ui, sans-serif';
      g.textBaseline = 'middle';
      this.lanes.forEach((lane, index) => {
        const top = index * (LANE + GAP);
        g.fillStyle = colour('quiet');
        g.textAlign = 'right';
        g.fillText(lane.name, this.left - 8, top + LANE / 2);
        this.paintLane(g, lane, top, colour);
      });
      this.paintAxis(g, this.lanes.length * (LANE + GAP), colour);
      if (this.dragFrom !== null && this.dragTo) {
        g.fillStyle = colour('band');
        g.fillRect(this.dragFrom, 0, this.dragTo - this.dragFrom, height - AXIS);
      }
    }

    /** Boxes where there is room for them, shares of each pixel where there is none. */
    paintLane(g, lane, top, colour) {
      const pixels = Math.max(1, Math.floor(this.width - this.left));
      const scale = pixels / (this.to - this.from);
      if (!this.sampled) {
        const last = lane.end[lane.end.length - 1];
        const drained = this.left + Math.min(pixels, Math.max(0, (last - this.from) * scale));
        g.fillStyle = colour('none-ready');
        g.fillRect(this.left, top, drained - this.left, LANE);
        g.fillStyle = colour('drained');
        g.fillRect(drained, top, this.left + pixels - drained, LANE);
      }
      const parts = ['computing', 'ready', 'waiting'];
      const dense = parts.map(() => new Float32Array(pixels));
      const boxes = parts.map(() => []);
      for (let i = firstAfter(lane, this.from); i < lane.end.length && lane.begin[i] < this.to; i++) {
        const from = Math.max(0, (lane.begin[i] - this.from) * scale);
        const to = Math.min(pixels, (lane.end[i] - this.from) * scale);
        const cpu = lane.cpu[i] < 0 ? 1 : lane.cpu[i];
        const ready = lane.cpu[i] < 0 || lane.ready[i] < 0 ? 0 : Math.min(lane.ready[i], 1 - cpu);
        const shares = [cpu, ready, 1 - cpu - ready];
        if (to - from >= 3) {
          shares.forEach((share, part) => { if (share > 0.001) boxes[part].push(from, to, share, cpu, ready); });
        } else {
          for (let x = Math.floor(from); x <= to && x < pixels; x++) {
            const covered = Math.min(to, x + 1) - Math.max(from, x);
            if (covered > 0) for (let part = 0; part < 3; part++) dense[part][x] += covered * shares[part];
          }
        }
      }
      parts.forEach((part, index) => {
        g.fillStyle = colour(part);
        for (let x = 0; x < pixels; x++) {
          const share = dense[index][x];
          if (share > 0.001) {
            let below = 0;
            for (let other = 0; other < index; other++) below += dense[other][x];
            g.fillRect(this.left + x, top + LANE * (1 - below - share), 1, LANE * share);
          }
        }
        const all = boxes[index];
        for (let i = 0; i < all.length; i += 5) {
          const below = index === 0 ? 0 : index === 1 ? all[i + 3] : all[i + 3] + all[i + 4];
          g.fillRect(this.left + all[i], top + LANE * (1 - below - all[i + 2]),
            Math.max(1, all[i + 1] - all[i] - 1), LANE * all[i + 2]);
        }
      });
    }

    /** Labels round times; one that would be cut moves inwards. */
    paintAxis(g, top, colour) {
      g.fillStyle = colour('quiet');
      g.textAlign = 'center';
      const room = this.width - this.left;
      const step = tick((this.to - this.from) / Math.max(2, Math.floor(room / 110)));
      for (let at = Math.ceil(this.from / step); at * step <= this.to; at++) {
        const label = atTick(at * step, step);
        const half = g.measureText(label).width / 2;
        const x = this.left + room * (at * step - this.from) / (this.to - this.from);
        g.fillText(label, Math.min(this.width - half, Math.max(this.left + half, x)), top + AXIS / 2);
      }
    }

    point(event) {
      const box = this.canvas.getBoundingClientRect();
      const lane = this.lanes[Math.floor((event.clientY - box.top) / (LANE + GAP))];
      const seconds = this.seconds(event.clientX - box.left);
      const i = lane ? firstAfter(lane, seconds) : 0;
      if (!lane || i >= lane.end.length || lane.begin[i] > seconds) {
        this.tip.textContent = this.about;
        return;
      }
      const ran = lane.end[i] - lane.begin[i];
      const parts = lane.cpu[i] < 0
        ? ''
        : `: computing ${time(ran * lane.cpu[i])}`
          + (lane.ready[i] < 0
            ? `, not on a processor ${time(ran * (1 - lane.cpu[i]))}`
            : `, ready but no core was free ${time(ran * lane.ready[i])}`
              + `, waiting ${time(ran * Math.max(0, 1 - lane.cpu[i] - lane.ready[i]))}`);
      this.tip.textContent = `${lane.name} (${lane.worker}), task ${lane.task[i]}, from `
        + `${time(lane.begin[i])}: ran ${time(ran)}${parts}; delay between coordinator and worker `
        + `${time(lane.delay[i])}.`;
    }
  }

  /** What of a report can be drawn: rounds of a comparison, or a job. */
  function roundsOf(report, comparison) {
    if (report.sample) return [{ ...report, title: 'Last attempts of tasks' }];
    const all = report.comparisons[comparison].comparison.rounds;
    return all
      .filter((round) => round.sample && round.sample.attempts.length)
      .map((round) => ({
        ...round,
        title: `Attempts of ${round.arm}, ${round.warmUp ? 'warm-up' : `round ${round.block}`}`,
      }));
  }

  // The coordinator's page draws with it, too.
  globalThis.regattaTimeLine = (root, rounds) => new TimeLine(root, rounds);

  function start() {
    const data = document.getElementById('regatta-data');
    const mounts = document.querySelectorAll('.timeline');
    if (data && mounts.length) {
      const report = JSON.parse(data.textContent);
      mounts.forEach((root) => {
        const rounds = roundsOf(report, Number(root.dataset.comparison));
        if (rounds.length) new TimeLine(root, rounds);
      });
    }
    let opened = [];
    window.addEventListener('beforeprint', () => {
      opened = [...document.querySelectorAll('details:not([open])')];
      opened.forEach((each) => { each.open = true; });
    });
    window.addEventListener('afterprint', () => {
      opened.forEach((each) => { each.open = false; });
      opened = [];
    });
  }

  start();
})();
