// Starts a job or a comparison from JSON, with an example and the help of each field beside it.
import {card, el, fill} from "./dom.js";
import {ask, post} from "./api.js";

// The kind to begin with: it needs no address and no program.
const FIRST = "sum-of-squares";

export const startJob = (main, signal) => start(main, signal, "New job", "/api/v1/jobs", "#/jobs/", "Submission", (workload, mode) =>
    ({name: "", mode, workload}));

export const startComparison = (main, signal) => start(main, signal, "New comparison", "/api/v1/comparisons", "#/comparisons/", "ComparisonSubmission", workload =>
    ({name: "", modes: ["batch", "thread-pool", "virtual-threads"], rounds: 3, workload}));

async function start(main, signal, heading, path, to, schema, frame) {
    const kind = el("select", {id: "kind"});
    const body = el("textarea", {id: "body", rows: "14", spellcheck: "false", autocomplete: "off", "aria-describedby": "wrong"});
    const wrong = el("div", {id: "wrong", role: "alert"});
    const help = el("div", {});
    const submit = el("button", {type: "submit"}, "Start");
    fill(main, el("h1", {}, heading),
        el("div", {class: "columns"},
            el("form", {class: "card", onsubmit: async event => {
                event.preventDefault();
                fill(wrong);
                submit.disabled = true;
                try {
                    const made = await post(path, body.value);
                    location.hash = to + made.id;
                } catch (failure) {
                    fill(wrong, el("p", {class: "bad"}, failure.message),
                        failure.errors?.length > 1 && el("ul", {}, failure.errors.map(error => el("li", {}, el("code", {}, error.pointer || "/"), " ", error.detail))));
                } finally {
                    submit.disabled = false;
                }
            }},
                el("label", {for: "kind"}, "Workload"), kind,
                el("label", {for: "body"}, "JSON"), body, wrong,
                el("p", {class: "row"}, submit)),
            el("div", {}, help)));
    const [workloads, modes, api] = await Promise.all([ask("/api/v1/workloads"), ask("/api/v1/modes"), ask("/openapi.json")]).catch(failure => {
        fill(wrong, el("p", {class: "bad"}, failure.message));
        return [{items: []}, {items: []}, {}];
    });
    if (signal.aborted) return;
    workloads.items.forEach(one => kind.append(el("option", {value: one.kind, selected: one.kind === FIRST}, one.kind)));
    const own = Object.entries(api.components?.schemas?.[schema]?.properties ?? {}).filter(([name]) => name !== "workload");
    const show = () => {
        const chosen = workloads.items.find(one => one.kind === kind.value);
        if (!chosen) return;
        body.value = JSON.stringify(frame({kind: chosen.kind, ...example(chosen)}, chosen.defaultMode), null, 2);
        body.rows = Math.min(30, body.value.split("\n").length + 1);
        fill(help,
            card(`Fields of ${chosen.kind}`, el("p", {}, chosen.description),
                fields(chosen.fields.map(field => [
                    field.name,
                    `${field.type}${field.required ? ", required" : ""}${field.default !== null ? `; default ${JSON.stringify(field.default)}` : ""}`,
                    field.help,
                ]))),
            card("Other fields", fields(own.map(([name, field]) => [
                name,
                field.default === undefined ? "" : `default ${JSON.stringify(field.default)}`,
                field.description,
            ]))),
            card("Modes", fields([...modes.items].sort((a, b) => a.name.localeCompare(b.name)).map(mode => [mode.name, "", mode.description]))));
    };
    kind.addEventListener("change", show);
    show();
}

const fields = all => el("dl", {class: "fields"}, all.map(([name, takes, help]) =>
    el("div", {}, el("dt", {}, el("code", {}, name), takes && ` ${takes}`), el("dd", {}, help))));

// An example of what a workload takes, made from the schema of its fields.
function example(workload) {
    const properties = workload.schema.properties ?? {};
    const made = {};
    for (const field of workload.fields) {
        if (field.required) made[field.name] = sample(properties[field.name] ?? {}, field.name);
        else if (field.default !== null) made[field.name] = field.default;
    }
    return made;
}

function sample(schema, name) {
    const options = schema.oneOf ?? schema.anyOf;
    if (schema.default !== undefined && schema.default !== null) return schema.default;
    if (schema.enum) return schema.enum[0];
    if (options) return sample(options[0], name);
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
    switch (type) {
        case "array": return [sample(schema.items ?? {}, name)];
        case "integer":
        case "number": return Math.min(schema.maximum ?? Infinity, Math.max(schema.minimum ?? 1, 100_000_000 <= (schema.maximum ?? 0) ? 100_000_000 : 1));
        case "boolean": return false;
        case "object": return Object.fromEntries((schema.required ?? []).map(one => [one, sample(schema.properties?.[one] ?? {}, one)]));
        default: return /url/i.test(name) ? "https://example.org/a.json" : "text";
    }
}
