package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Collects the files of one job, one page of tasks after another. */
final class Collection {
    private final ApiClient client;
    private final String path;
    private final Path directory;
    private final int parallel;
    private final CollectProgress progress;
    private final CollectedNames names = new CollectedNames();
    private final List<Collected.There> files = new ArrayList<>();
    private final List<Collected.Missing> missing = new ArrayList<>();
    private int present;
    private int unended;

    Collection(
            ApiClient client, String job, Path directory, int parallel, CollectProgress progress) {
        this.client = client;
        this.path = "/api/v1/jobs/" + ApiClient.segment(job);
        this.directory = directory;
        this.parallel = parallel;
        this.progress = progress;
    }

    /** Fetches all files. Returns after each file has arrived or cannot be fetched. */
    Collected run() throws InterruptedException {
        progress.expect(client.get(path).at("/progress/total").asLong());
        String next = "";
        try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
            while (next != null) {
                JsonNode page = client.get(path + "/tasks?limit=1000" + next);
                bring(page.path("items"), threads);
                String cursor = page.path("next").textValue();
                next = cursor == null ? null : "&cursor=" + cursor;
            }
        }
        missing.sort(Comparator.comparingInt(Collected.Missing::task));
        return new Collected(files, present, missing, unended);
    }

    private void bring(JsonNode tasks, ExecutorService threads) throws InterruptedException {
        List<Collected.Wanted> wanted = new ArrayList<>();
        for (JsonNode task : tasks) {
            int index = task.path("index").asInt();
            JsonNode file = task.path("file");
            switch (task.path("state").asText()) {
                case "SUCCEEDED" -> {
                    if (file.isObject()) {
                        wanted.add(
                                new Collected.Wanted(
                                        index,
                                        names.claim(file.path("name").asText(), index),
                                        file.path("bytes").asLong(),
                                        file.path("sha256").asText()));
                    }
                }
                case "FAILED" ->
                        missing.add(
                                new Collected.Missing(index, task.at("/failure/message").asText()));
                default -> unended++;
            }
        }
        await(wanted, threads.invokeAll(wanted.stream().map(this::fetch).toList()));
    }

    private Callable<CollectedFile.End> fetch(Collected.Wanted wanted) {
        return () -> {
            String file = path + "/tasks/" + wanted.task() + "/file";
            CollectedFile.End end =
                    new CollectedFile(client, file, directory, wanted, progress).bring();
            progress.done();
            return end;
        };
    }

    private void await(List<Collected.Wanted> wanted, List<Future<CollectedFile.End>> ends)
            throws InterruptedException {
        for (int i = 0; i < ends.size(); i++) {
            try {
                switch (ends.get(i).get()) {
                    case CollectedFile.End.Present(String name) -> {
                        files.add(new Collected.There(wanted.get(i), name));
                        present++;
                    }
                    case CollectedFile.End.Brought(String name) ->
                            files.add(new Collected.There(wanted.get(i), name));
                    case CollectedFile.End.Absent(String why) ->
                            missing.add(new Collected.Missing(wanted.get(i).task(), why));
                }
            } catch (ExecutionException failure) {
                throw failure.getCause() instanceof CommandException known
                        ? known
                        : new IllegalStateException(failure.getCause());
            }
        }
    }
}
