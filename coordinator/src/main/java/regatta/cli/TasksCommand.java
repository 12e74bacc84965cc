package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import regatta.cli.Table.Column;

/** {@code regatta tasks}: lists the tasks of a job. */
@Command(name = "tasks", description = "Lists the tasks of a job by index.")
public final class TasksCommand implements Callable<Integer> {
    private static final int PAGE = 1_000;
    private static final int LONGEST = 100;

    /**
     * The largest number of characters of a failure that a line shows. The number is larger than
     * for an output, because the end of a failure's message may be the message's most important
     * part.
     */
    private static final int LONGEST_FAILURE = 1_100;

    /** How short the id of a worker may be cut. */
    private static final int LEAST = 16;

    @Mixin private ClientOptions options = new ClientOptions();

    @Parameters(paramLabel = "JOB", description = "The id of a job.")
    private String id = "";

    @Option(names = "--failed", description = "Lists only tasks that failed.")
    private boolean failed;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Lists only tasks in this state.")
    private @Nullable String state;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Lists at most N tasks (default: 1000).")
    private int limit;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new CommandException(Exit.USAGE, "--limit must be at least 1");
        }
        if (failed && state != null) {
            throw new CommandException(Exit.USAGE, "--failed and --state exclude each other");
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        String cursor = read(items);
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.set("items", items);
        all.put("next", cursor);
        if (!options.printed(all)) {
            List<List<String>> rows = new ArrayList<>();
            items.forEach(task -> rows.add(row(task)));
            Table.print(
                    List.of(
                            Column.whole("TASK"),
                            Column.whole("STATE"),
                            Column.whole("ATTEMPTS"),
                            Column.whole("SECONDS"),
                            Column.cut("WORKER", LEAST),
                            Column.prose("RESULT")),
                    rows,
                    options.out());
            if (cursor != null) {
                options.err().println("There are more tasks: --limit lists more than " + limit);
            }
        }
        return Exit.OK;
    }

    /**
     * Reads pages of tasks until the limit is reached. Returns the cursor of the remaining tasks;
     * null if no tasks remain.
     */
    private @Nullable String read(ArrayNode items) {
        ApiClient client = options.client();
        String wanted = failed ? "failed" : state;
        String filter = wanted == null ? "" : "&state=" + ApiClient.segment(wanted);
        String cursor = null;
        do {
            int size = Math.min(PAGE, limit - items.size());
            String from = cursor == null ? "" : "&cursor=" + ApiClient.segment(cursor);
            JsonNode page =
                    client.get(
                            "/api/v1/jobs/%s/tasks?limit=%d%s%s"
                                    .formatted(ApiClient.segment(id), size, filter, from));
            page.path("items").forEach(items::add);
            cursor = page.path("next").textValue();
        } while (cursor != null && items.size() < limit);
        return cursor;
    }

    private static List<String> row(JsonNode task) {
        JsonNode ran = task.at("/timings/ranSeconds");
        return List.of(
                task.path("index").asText(),
                task.path("state").asText(),
                task.path("attempts").asText(),
                ran.isNumber() ? "%.3f".formatted(ran.asDouble()) : "",
                task.path("worker").asText(""),
                result(task));
    }

    /**
     * Returns the result of a task as one line. Replaces control characters, because a host may
     * have put control characters into a message.
     */
    private static String result(JsonNode task) {
        JsonNode failure = task.path("failure");
        JsonNode output = task.path("output");
        String text =
                failure.isObject()
                        ? failure.path("kind").asText() + ": " + failure.path("message").asText()
                        : output.isTextual() ? output.asText() : output.toString();
        String plain = output.isNull() && !failure.isObject() ? "" : text;
        String line = plain.replaceAll("\\p{C}", "?");
        int longest = failure.isObject() ? LONGEST_FAILURE : LONGEST;
        return line.length() > longest ? line.substring(0, longest) + "…" : line;
    }
}
