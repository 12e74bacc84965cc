// Words and figures as people read them.

export const count = n => Number(n).toLocaleString("en-US");

export function some(n, one, many) {
    return `${count(n)} ${n === 1 ? one : many ?? one + "s"}`;
}

export function bytes(n) {
    if (n < 1000) return `${n} B`;
    const units = ["kB", "MB", "GB", "TB", "PB"];
    let value = n;
    let unit = -1;
    do {
        value /= 1000;
        unit++;
    } while (value >= 999.5 && unit < units.length - 1);
    return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export function duration(seconds) {
    if (!Number.isFinite(seconds) || seconds < 0) return "–";
    if (seconds === 0) return "0 s";
    if (seconds < 0.0995) return `${(seconds * 1000).toPrecision(2)} ms`;
    if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    const minutes = Math.floor(whole / 60) % 60;
    const hours = Math.floor(whole / 3600);
    const two = n => String(n).padStart(2, "0");
    if (hours) return `${hours} h ${two(minutes)} min`;
    return minutes >= 10 ? `${minutes} min` : `${minutes} min ${two(whole % 60)} s`;
}

export function rate(perSecond) {
    return perSecond >= 10 ? count(Math.round(perSecond)) : perSecond.toPrecision(2);
}

export function when(instant) {
    if (!instant) return "–";
    const date = new Date(instant);
    const today = new Date().toDateString() === date.toDateString();
    const time = date.toLocaleTimeString("en-GB");
    return today ? time : `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")} ${time}`;
}

export const between = (from, to) => (new Date(to) - new Date(from)) / 1000;

export function took(job) {
    const from = job.startedAt ?? job.submittedAt;
    return duration(between(from, job.endedAt ?? new Date()));
}

// How long a job or comparison has waited to start, in whole seconds.
export function waited(job) {
    const seconds = Math.max(0, Math.floor(between(job.submittedAt, new Date())));
    return seconds < 60 ? `${seconds} s` : duration(seconds);
}

export const ended = state => state === "SUCCEEDED" || state === "FAILED" || state === "CANCELLED";

export const signs = {SUCCEEDED: "✓", FAILED: "✗", CANCELLED: "–", RUNNING: "▶", QUEUED: "…"};

export const words = {SUCCEEDED: "succeeded", FAILED: "failed", CANCELLED: "cancelled", RUNNING: "runs", QUEUED: "waits"};

export const title = job => job.name || `${job.workload.kind} ${job.id.slice(0, 8)}`;

// What a waiting job needs from people, beside what the coordinator says of it.
export function advice(waitingFor) {
    if (!waitingFor) return "";
    if (waitingFor.startsWith("no worker in pool processes")) {
        return `${waitingFor}: the coordinator starts worker JVMs, which takes some seconds`;
    }
    if (/^no worker in pool \S+$/.test(waitingFor)) {
        return `${waitingFor}: start one with  regatta worker --join HOST:PORT`;
    }
    return waitingFor;
}

// Failures that differ only in digits and addresses have one cause; a status is no such digit.
export function grouped(tasks) {
    const causes = new Map();
    for (const task of tasks) {
        const failure = task.failure ?? {kind: "unknown", message: ""};
        const shown = `${failure.kind}: ${failure.message.replace(/https?:\/\/([^/\s"']+)\S*/g, "$1")}`;
        const cause = shown.replace(/(status )?\d+/g, (digits, status) => status ? digits : "#");
        const group = causes.get(cause) ?? {cause: shown, example: failure.message, tasks: []};
        group.tasks.push(task.index);
        causes.set(cause, group);
    }
    return [...causes.values()].sort((a, b) => b.tasks.length - a.tasks.length);
}
