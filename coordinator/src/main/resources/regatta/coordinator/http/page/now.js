// What runs at this moment, in sentences first.
import {bar, button, card, el, fill, refresh} from "./dom.js";
import {ask, post, repeat} from "./api.js";
import {advice, bytes, count, duration, ended, rate, signs, some, title, took, waited, when, words} from "./text.js";
import {lanes} from "./lanes.js";
import {pools} from "./workers.js";

const MOST = 12;

export function now(main, signal) {
    const sentence = el("h1", {class: "sentence"}, "Looking …");
    const running = el("div", {});
    const known = new Map();
    const crew = el("div", {});
    const lately = el("div", {});
    const stream = el("div", {});
    const pace = new Map();
    fill(main,
        sentence,
        el("div", {class: "columns"},
            el("div", {}, running, card("Tasks as they run", stream)),
            el("div", {},
                card("Workers", crew),
                card("Ended lately", lately),
                card("Start",
                    el("p", {class: "quiet"}, "A job or a comparison from JSON, with an example for each workload and the help of its fields."),
                    el("p", {class: "row"},
                        el("a", {class: "button", href: "#/new-job"}, "New job"),
                        el("a", {class: "button", href: "#/new-comparison"}, "New comparison"))))));
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
        for (const job of [...open, ...recent.items]) {
            const race = races.items.find(one => one.id === job.comparison);
            known.set(job.id, job.comparison
                ? {key: job.comparison, name: `comparison: ${race ? race.name || race.title : job.comparison}`, href: `#/comparisons/${job.comparison}`}
                : {key: job.id, name: title(job), href: `#/jobs/${job.id}`});
        }
        refresh(sentence, ...headline(own(going), own(waiting), racing, workers.items));
        if (!stream.hasChildNodes()) lanes(stream, signal, known);
        refresh(running,
            listed("Running", racing.filter(one => one.state === "RUNNING"), own(going), going.next, pace),
            listed("Waiting", racing.filter(one => one.state !== "RUNNING"), own(waiting), waiting.next, pace),
            !open.length && !racing.length && card("Nothing runs",
                el("p", {class: "quiet"}, "Start a job here, or with ", el("code", {}, "regatta submit sum-of-squares --target 1e8"))));
        refresh(crew, pools(workers.items));
        const last = [...own(recent).filter(job => ended(job.state)), ...races.items.filter(one => ended(one.state))]
            .sort((a, b) => new Date(b.endedAt) - new Date(a.endedAt)).slice(0, 6);
        refresh(lately, last.length ? el("ul", {class: "plain lines"}, last.map(done)) : el("p", {class: "quiet"}, "Nothing yet."));
    });
}

function listed(heading, races, jobs, more, pace) {
    if (!races.length && !jobs.length) return null;
    return card(heading,
        races.slice(0, MOST).map(one => race(one)),
        jobs.slice(0, MOST).map(job => row(job, pace.get(job.id))),
        jobs.length > MOST && el("p", {class: "quiet"}, el("a", {href: "#/jobs"}, `and ${some(jobs.length - MOST, "more job")}${more ? " or more" : ""}`)));
}

function headline(going, waiting, racing, workers) {
    const there = workers.filter(worker => worker.state === "JOINED" || worker.state === "DRAINING");
    const busy = there.reduce((sum, worker) => sum + worker.running, 0);
    const nodes = there.filter(worker => worker.pool !== worker.id).length;
    const starts = [];
    if (going.length) starts.push(`${some(going.length, "job")} ${going.length === 1 ? "runs" : "run"}`);
    const races = racing.filter(one => one.state === "RUNNING").length;
    if (races) starts.push(some(races, "comparison") + (races === 1 ? " runs" : " run"));
    if (!starts.length) starts.push("Nothing runs");
    const waits = waiting.length + racing.length - races;
    if (waits) starts.push(`${count(waits)} ${waits === 1 ? "waits" : "wait"}`);
    const troubled = there.filter(worker => worker.reason);
    return [
        el("strong", {}, starts.join(", ") + "."),
        ` ${busy ? some(busy, "slot") + (busy === 1 ? " is" : " are") + " busy" : "All slots are free"}; ${nodes ? some(nodes, "worker") + " outside this JVM" : "no worker outside this JVM"}. `,
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

// A guess in whole seconds, since a finer one would change all the time.
const left = seconds => seconds < 60 ? `${Math.ceil(seconds)} s` : duration(seconds);

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
        if (speed > 0 && settled < total) parts.push(`about ${left((total - settled) / speed)} left`);
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
            el("span", {class: "quiet"}, job.state === "RUNNING" && progressText(job, seen),
                wait ? el("span", {class: "wait"}, job.state === "RUNNING" ? "Waits: " : `Has waited ${waited(job)}: `, wait)
                    : job.state !== "RUNNING" && `has waited ${waited(job)} for its turn`),
            job.progress.failed > 0 && el("a", {class: "bad", href: `#/jobs/${job.id}`}, `${count(job.progress.failed)} failed`),
            button("Cancel", `cancel-${job.id}`, () => post(`/api/v1/jobs/${job.id}/cancel`), {"aria-label": `Cancel ${name}`})));
}

function race(one) {
    const name = one.name || one.title;
    return el("article", {class: "item"},
        el("div", {class: "head"},
            el("h3", {}, el("a", {href: `#/comparisons/${one.id}`, "data-key": `open-${one.id}`}, name)),
            el("span", {class: "quiet"}, `comparison · ${some(one.arms.length, "arm")}`)),
        one.state === "RUNNING" && bar(`Progress of ${name}`, one.progress.succeeded, one.progress.total),
        el("div", {class: "foot"},
            el("span", {class: "quiet"}, one.running ? `${count(one.progress.succeeded)} of ${count(one.progress.total)} rounds · now ${one.running.arm}${one.running.warmUp ? ", warming up" : ""}` : one.state === "RUNNING" ? `${count(one.progress.succeeded)} of ${count(one.progress.total)} rounds` : `has waited ${waited(one)} for its turn`),
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
