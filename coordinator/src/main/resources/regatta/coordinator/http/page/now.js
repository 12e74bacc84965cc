// What runs at this moment, in sentences first.
import {bar, button, card, el, fill, refresh} from "./dom.js";
import {ask, post, repeat} from "./api.js";
import {advice, bytes, count, duration, ended, rate, signs, some, title, took, when, words} from "./text.js";
import {lanes} from "./lanes.js";
import {pools} from "./workers.js";

const MOST = 12;

export function now(main, signal) {
    const sentence = el("h1", {class: "sentence"}, "Looking …");
    const running = el("div", {});
    const crew = el("div", {});
    const lately = el("div", {});
    const stream = el("div", {});
    const pace = new Map();
    fill(main,
        sentence,
        el("div", {class: "columns"},
            el("div", {}, card("Running", running), card("Tasks as they run", stream)),
            el("div", {},
                card("Workers", crew),
                card("Ended lately", lately),
                card("Start",
                    el("p", {class: "quiet"}, "A job or a comparison from JSON, with an example for each workload and the help of its fields."),
                    el("p", {class: "row"},
                        el("a", {class: "button", href: "#/new-job"}, "New job"),
                        el("a", {class: "button", href: "#/new-comparison"}, "New comparison"))))));
    lanes(stream, signal);
    repeat(1000, signal, async () => {
        const [going, waiting, recent, races, workers] = await Promise.all([
            ask("/api/v1/jobs?state=RUNNING&limit=100"),
            ask("/api/v1/jobs?state=QUEUED&limit=100"),
            ask("/api/v1/jobs?limit=60"),
            ask("/api/v1/comparisons?limit=20"),
            ask("/api/v1/workers"),
        ]);
        if (signal.aborted) return;
        const own = list => list.items.filter(job => !job.comparison);
        const open = [...own(going), ...own(waiting)];
        const racing = races.items.filter(one => !ended(one.state));
        measure(pace, open);
        refresh(sentence, ...headline(own(going), own(waiting), racing, workers.items));
        refresh(running,
            racing.slice(0, MOST).map(one => race(one)),
            open.slice(0, MOST).map(job => row(job, pace.get(job.id))),
            open.length > MOST && el("p", {class: "quiet"}, el("a", {href: "#/jobs"}, `and ${some(open.length - MOST, "more job")}${going.next || waiting.next ? " or more" : ""}`)),
            !open.length && !racing.length && el("p", {class: "quiet"}, "Nothing runs. Start a job here, or with  regatta submit sum-of-squares --target 1e8"));
        refresh(crew, pools(workers.items));
        const last = [...own(recent).filter(job => ended(job.state)), ...races.items.filter(one => ended(one.state))]
            .sort((a, b) => new Date(b.endedAt) - new Date(a.endedAt)).slice(0, 6);
        refresh(lately, last.length ? el("ul", {class: "plain lines"}, last.map(done)) : el("p", {class: "quiet"}, "Nothing yet."));
    });
}

function headline(going, waiting, racing, workers) {
    const there = workers.filter(worker => worker.state === "JOINED" || worker.state === "DRAINING");
    const busy = there.reduce((sum, worker) => sum + worker.running, 0);
    const nodes = there.filter(worker => worker.pool !== worker.id).length;
    const starts = [];
    if (going.length) starts.push(`${some(going.length, "job")} ${going.length === 1 ? "runs" : "run"}`);
    if (racing.length) starts.push(some(racing.length, "comparison") + (racing.length === 1 ? " races" : " race"));
    if (waiting.length) starts.push(`${count(waiting.length)} ${waiting.length === 1 ? "waits" : "wait"}`);
    const troubled = there.filter(worker => worker.reason);
    return [
        el("strong", {}, starts.length ? starts.join(", ") + "." : "Nothing runs."),
        ` ${busy ? some(busy, "slot") + (busy === 1 ? " is" : " are") + " busy" : "All slots are free"}; ${nodes ? some(nodes, "other worker") + (nodes === 1 ? " has" : " have") + " joined" : "no other worker has joined"}. `,
        troubled.slice(0, 3).map(worker => el("span", {class: "note"}, `${worker.id} rests: ${worker.reason}`)),
    ];
}

// Rates over the last ten seconds of what this page saw.
export function measure(pace, jobs) {
    const at = performance.now() / 1000;
    for (const job of jobs) {
        const seen = pace.get(job.id) ?? [];
        seen.push({at, settled: job.progress.succeeded + job.progress.failed, bytes: job.progress.bytes ?? 0});
        while (seen.length > 2 && at - seen[0].at > 10) seen.shift();
        pace.set(job.id, seen);
    }
}

export function progressText(job, seen) {
    const {total, succeeded, failed, bytes: got} = job.progress;
    const settled = succeeded + failed;
    const parts = [`${count(settled)} of ${count(total)} tasks`];
    const first = seen?.[0];
    const last = seen?.at(-1);
    const seconds = first ? last.at - first.at : 0;
    if (got !== undefined) parts.push(bytes(got));
    if (seconds > 0.5) {
        const speed = (last.settled - first.settled) / seconds;
        if (got !== undefined && last.bytes > first.bytes) parts.push(`${bytes((last.bytes - first.bytes) / seconds)}/s`);
        else if (speed > 0) parts.push(`${rate(speed)} a second`);
        if (speed > 0 && settled < total) parts.push(`about ${duration((total - settled) / speed)} left`);
    }
    const {running} = job.progress;
    if (running > 0 && running === total - settled && running < job.slots) {
        parts.push(running === 1 ? "its last task runs" : `its last ${count(running)} tasks run`);
    }
    return parts.join(" · ");
}

function row(job, seen) {
    const name = title(job);
    const wait = advice(job.waitingFor);
    return el("article", {class: "item"},
        el("div", {class: "head"},
            el("h3", {}, el("a", {href: `#/jobs/${job.id}`, "data-key": `open-${job.id}`}, name)),
            el("span", {class: "quiet"}, `${job.workload.kind} · ${job.mode} · ${some(job.slots, "slot")}`)),
        job.state === "RUNNING" && bar(`Progress of ${name}`, job.progress.succeeded + job.progress.failed, job.progress.total),
        el("div", {class: "foot"},
            el("span", {class: "quiet"}, job.state === "RUNNING" ? progressText(job, seen) : wait ? "" : "waits for its turn"),
            job.progress.failed > 0 && el("a", {class: "bad", href: `#/jobs/${job.id}`}, `${count(job.progress.failed)} failed`),
            button("Cancel", `cancel-${job.id}`, () => post(`/api/v1/jobs/${job.id}/cancel`), {"aria-label": `Cancel ${name}`})),
        wait && el("p", {class: "wait"}, "Waits for: ", wait));
}

function race(one) {
    const name = one.name || one.title;
    return el("article", {class: "item"},
        el("div", {class: "head"},
            el("h3", {}, el("a", {href: `#/comparisons/${one.id}`, "data-key": `open-${one.id}`}, name)),
            el("span", {class: "quiet"}, `comparison · ${some(one.arms.length, "arm")}`)),
        bar(`Progress of ${name}`, one.progress.succeeded, one.progress.total),
        el("div", {class: "foot"},
            el("span", {class: "quiet"}, one.running ? `${count(one.progress.succeeded)} of ${count(one.progress.total)} rounds · now ${one.running.arm}${one.running.warmUp ? ", warming up" : ""}` : one.state === "RUNNING" ? `${count(one.progress.succeeded)} of ${count(one.progress.total)} rounds` : "waits for its turn"),
            button("Cancel", `cancel-${one.id}`, () => post(`/api/v1/comparisons/${one.id}/cancel`), {"aria-label": `Cancel ${name}`})));
}

function done(one) {
    const comparison = one.arms !== undefined;
    return el("li", {},
        el("span", {class: `sign ${one.state.toLowerCase()}`, "aria-hidden": "true"}, signs[one.state]),
        el("span", {class: "grow"},
            el("a", {href: `#/${comparison ? "comparisons" : "jobs"}/${one.id}`, "data-key": `ended-${one.id}`},
                comparison ? `comparison: ${one.name || one.title}` : title(one)),
            el("span", {class: "quiet"}, ` ${words[one.state]}${one.failure ? `: ${one.failure.message.slice(0, 120)}` : ""} at ${when(one.endedAt)}`)),
        el("span", {class: "quiet"}, took(one)));
}
