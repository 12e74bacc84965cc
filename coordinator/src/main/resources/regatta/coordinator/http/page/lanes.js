// A lane a slot: what ran there in the last minute. Drawn on a canvas; the same in words below it.
import {el, fill, refresh} from "./dom.js";
import {ask, repeat} from "./api.js";
import {count, duration, some} from "./text.js";

const LANE = 24;
const MOST = 24;
const COLOURS = ["--one", "--two", "--three", "--four"];

// Only of one job where it is named.
export function lanes(into, signal, job) {
    const canvas = el("canvas", {role: "img", "aria-label": "What ran in each slot in the last minute"});
    const names = el("ol", {class: "plain names", "aria-hidden": "true"});
    const words = el("p", {class: "quiet"}, "");
    const tip = el("p", {class: "quiet tip", "aria-live": "off"}, "Point at a box for its task.");
    fill(into,
        el("p", {class: "quiet"}, "Attempts that ended in the last 60 seconds. Colour is the job, red failed, pale is idle or still runs."),
        el("div", {class: "lanes"}, names, canvas), words, tip);
    let seen = {now: 0, seconds: 60, lanes: []};
    let boxes = [];
    const draw = () => { boxes = paint(canvas, seen); };
    new ResizeObserver(draw).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw, {signal});
    canvas.addEventListener("pointermove", event => {
        const hit = boxes.find(box => event.offsetX >= box.x && event.offsetX <= box.x + box.width && event.offsetY >= box.y && event.offsetY <= box.y + box.height);
        tip.textContent = hit ? about(hit.box) : "Point at a box for its task.";
    });
    canvas.addEventListener("click", event => {
        const hit = boxes.find(box => event.offsetX >= box.x && event.offsetX <= box.x + box.width && event.offsetY >= box.y && event.offsetY <= box.y + box.height);
        if (hit && !job) location.hash = `#/jobs/${hit.box.job}`;
    });
    repeat(2000, signal, async () => {
        seen = await ask("/api/v1/lanes");
        if (signal.aborted) return;
        if (job) {
            seen.lanes = seen.lanes.map(lane => ({...lane, boxes: lane.boxes.filter(box => box.job === job)})).filter(lane => lane.boxes.length);
        }
        const all = seen.lanes.length;
        seen.lanes = seen.lanes.slice(0, MOST);
        refresh(names, seen.lanes.map(lane => el("li", {title: lane.worker}, `${lane.worker} · ${lane.slot + 1}`)));
        words.textContent = sentence(seen, all);
        draw();
    });
}

function sentence(seen, all) {
    if (!all) return "No task ran in the last minute.";
    const ran = seen.lanes.flatMap(lane => lane.boxes).reduce((sum, box) => sum + box.attempts, 0);
    const failed = seen.lanes.flatMap(lane => lane.boxes).filter(box => box.outcome === "failed").reduce((sum, box) => sum + box.attempts, 0);
    return `${some(ran, "attempt")} ended in ${some(seen.lanes.length, "slot")}${failed ? `, ${count(failed)} failed` : ""}.${all > MOST ? ` ${all - MOST} more slots are not drawn.` : ""}`;
}

function about(box) {
    const what = box.attempts === 1 ? `task ${count(box.task)}` : `${count(box.attempts)} attempts from task ${count(box.task)} on`;
    return `Job ${box.job}: ${what} ${box.outcome}, ${duration((box.to - box.from) / 1000)}.`;
}

function paint(canvas, seen) {
    const style = getComputedStyle(canvas);
    const colour = name => style.getPropertyValue(name).trim();
    const scale = devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = Math.max(1, seen.lanes.length) * LANE;
    canvas.height = height * scale;
    canvas.width = width * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    const jobs = [...new Set(seen.lanes.flatMap(lane => lane.boxes.map(box => box.job)))];
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
            pen.fillStyle = box.outcome === "failed" ? colour("--failed") : box.outcome === "cancelled" ? colour("--quiet") : colour(COLOURS[jobs.indexOf(box.job) % COLOURS.length]);
            pen.fillRect(drawn.x, drawn.y, drawn.width, drawn.height);
            boxes.push(drawn);
        }
    });
    return boxes;
}
