// A lane a slot: what ran there in the last minute. Drawn on a canvas; the same in words below it.
import {el, fill, refresh} from "./dom.js";
import {ask, repeat} from "./api.js";
import {count, duration, some} from "./text.js";

const LANE = 24;
const MOST = 24;
const COLOURS = ["--one", "--two", "--three", "--four"];

// Known says what is drawn for a job: its key, name and address. Only of one job where it is named.
export function lanes(into, signal, known, job) {
    const canvas = el("canvas", {role: "img", "aria-label": "What ran in each slot in the last minute"});
    const names = el("ol", {class: "plain names", "aria-hidden": "true"});
    const legend = el("ul", {class: "plain legend"});
    const picture = el("div", {hidden: true},
        legend,
        el("div", {class: "lanes"}, names, el("div", {}, canvas, el("p", {class: "quiet axis"}, el("span", {}, "60 s ago"), el("span", {}, "now")))));
    const words = el("p", {class: "quiet"}, "");
    const tip = el("p", {class: "quiet tip", "aria-live": "off", hidden: true});
    fill(into, picture, words, tip);
    const of = id => known?.get(id) ?? {key: id, name: `job ${id}`, href: `#/jobs/${id}`};
    let seen = {now: 0, seconds: 60, lanes: []};
    let boxes = [];
    let colours = new Map();
    const draw = () => { boxes = paint(canvas, seen, box => colours.get(of(box.job).key)); };
    new ResizeObserver(draw).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw, {signal});
    const at = event => boxes.find(box => event.offsetX >= box.x && event.offsetX <= box.x + box.width && event.offsetY >= box.y && event.offsetY <= box.y + box.height);
    canvas.addEventListener("pointermove", event => {
        const hit = at(event);
        tip.textContent = hit ? about(hit.box, of(hit.box.job).name) : POINT;
    });
    canvas.addEventListener("click", event => {
        const hit = at(event);
        if (hit && !job) location.hash = of(hit.box.job).href;
    });
    tip.textContent = POINT;
    repeat(2000, signal, async () => {
        seen = await ask("/api/v1/lanes");
        if (signal.aborted) return;
        if (job) {
            seen.lanes = seen.lanes.map(lane => ({...lane, boxes: lane.boxes.filter(box => box.job === job)})).filter(lane => lane.boxes.length);
        }
        const all = seen.lanes.length;
        seen.lanes = seen.lanes.slice(0, MOST);
        const shown = new Map(seen.lanes.flatMap(lane => lane.boxes).map(box => [of(box.job).key, of(box.job)]));
        colours = new Map([...shown.keys()].map((key, i) => [key, COLOURS[i % COLOURS.length]]));
        const failed = seen.lanes.some(lane => lane.boxes.some(box => box.outcome === "failed"));
        const running = seen.lanes.some(lane => lane.boxes.some(runs));
        refresh(legend,
            !job && [...shown.values()].slice(0, COLOURS.length).map((one, i) => entry(`job-${i + 1}`, el("a", {href: one.href, "data-key": `lane-${one.key}`}, one.name))),
            !job && shown.size > COLOURS.length && el("li", {}, `${some(shown.size - COLOURS.length, "more job")} in the same colours`),
            job && entry("job-1", "ended"),
            running && entry("lane-runs", "still runs"),
            failed && entry("lane-failed", "failed"),
            entry("lane-idle", "idle"));
        refresh(names, seen.lanes.map(lane => el("li", {title: `${lane.worker}, slot ${lane.slot + 1}`},
            el("span", {class: "worker"}, lane.worker), el("span", {}, ` · ${lane.slot + 1}`))));
        words.textContent = sentence(seen, all);
        picture.hidden = tip.hidden = !all;
        draw();
    });
}

const runs = box => box.outcome === "running";

const POINT = "Point at a box for its task.";

const entry = (colour, ...text) => el("li", {}, el("span", {class: `swatch ${colour}`, "aria-hidden": "true"}), ...text);

function sentence(seen, all) {
    if (!all) return "No attempt ran in the last minute.";
    const boxes = seen.lanes.flatMap(lane => lane.boxes);
    const sum = some => some.reduce((total, box) => total + box.attempts, 0);
    const over = sum(boxes.filter(box => !runs(box)));
    const slots = seen.lanes.filter(lane => lane.boxes.some(box => !runs(box))).length;
    const failed = sum(boxes.filter(box => box.outcome === "failed"));
    const running = boxes.filter(runs).length;
    const parts = [
        over && `${some(over, "attempt")} ended in ${some(slots, "slot")} in the last minute${failed ? `, ${count(failed)} failed` : ""}`,
        running && `${over ? count(running) : some(running, "attempt")} still ${running === 1 ? "runs" : "run"}`,
    ];
    return `${parts.filter(Boolean).join("; ")}.${all > MOST ? ` ${all - MOST} more slots are not drawn.` : ""}`;
}

function about(box, name) {
    if (runs(box)) return `${name}: task ${count(box.task)} still runs, for about ${duration((box.to - box.from) / 1000)}.`;
    const what = box.attempts === 1 ? `task ${count(box.task)}` : `${count(box.attempts)} attempts from task ${count(box.task)} on`;
    return `${name}: ${what} ${box.outcome}, ${duration((box.to - box.from) / 1000)}.`;
}

function paint(canvas, seen, colourOf) {
    const style = getComputedStyle(canvas);
    const colour = name => style.getPropertyValue(name).trim();
    const scale = devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = Math.max(1, seen.lanes.length) * LANE;
    canvas.style.height = `${height}px`;
    canvas.height = height * scale;
    canvas.width = width * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    const start = seen.now - seen.seconds * 1000;
    const place = time => Math.max(0, (time - start) / (seen.seconds * 1000) * width);
    const boxes = [];
    seen.lanes.forEach((lane, i) => {
        const y = i * LANE + 2;
        pen.fillStyle = colour("--idle");
        pen.fillRect(0, y, width, LANE - 4);
        for (const box of lane.boxes) {
            const x = place(box.from);
            const drawn = {x, y, width: Math.max(1.5, place(box.to) - x - 0.5), height: LANE - 4, box};
            pen.fillStyle = box.outcome === "failed" ? colour("--failed") : box.outcome === "cancelled" ? colour("--quiet") : colour(colourOf(box) ?? COLOURS[0]);
            if (runs(box)) striped(pen, drawn);
            else pen.fillRect(drawn.x, drawn.y, drawn.width, drawn.height);
            boxes.push(drawn);
        }
    });
    return boxes;
}

// Stripes in the present colour: what still runs differs from what ended by more than its colour.
function striped(pen, {x, y, width, height}) {
    pen.save();
    pen.beginPath();
    pen.rect(x, y, width, height);
    pen.clip();
    pen.globalAlpha = 0.35;
    pen.fillRect(x, y, width, height);
    pen.globalAlpha = 1;
    pen.strokeStyle = pen.fillStyle;
    pen.lineWidth = 2;
    pen.beginPath();
    for (let at = x - height; at < x + width; at += 8) {
        pen.moveTo(at, y + height);
        pen.lineTo(at + height, y);
    }
    pen.stroke();
    pen.restore();
}
