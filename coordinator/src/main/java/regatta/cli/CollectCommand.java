package regatta.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code regatta collect}: brings the files that a job left. */
@Command(
        name = "collect",
        description = {
            "Brings a job's files, from whichever worker has them.",
            "Each is verified by its sha256. What is there already is not brought again, and what"
                    + " was begun is gone on with. Files of one name get their task's number"
                    + " behind it, as do those whose name another file has: none is replaced."
        })
public final class CollectCommand implements Callable<Integer> {
    private static final int MOST_AT_A_TIME = 64;

    @Mixin private ClientOptions options = new ClientOptions();

    @Parameters(index = "0", paramLabel = "JOB")
    private String job = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "Where to put them.")
    private @Nullable Path directory;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "4",
            description = "Files at a time (default: 4).")
    private int parallel;

    @Override
    public Integer call() throws InterruptedException {
        if (parallel < 1 || parallel > MOST_AT_A_TIME || directory == null) {
            throw new CommandException(
                    Exit.USAGE,
                    "--parallel is 1 to %d, not %d".formatted(MOST_AT_A_TIME, parallel));
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException refused) {
            throw new CommandException(
                    Exit.USAGE, "cannot make the folder " + refused.getMessage());
        }
        boolean draws = Terminal.draws() && !options.json();
        CollectProgress progress = new CollectProgress(options.err(), draws);
        Collected all = new Collection(options.client(), job, directory, parallel, progress).run();
        progress.wipe();
        if (!options.printed(json(all))) {
            options.out()
                    .printf(
                            "%,d of %,d files are in %s, %s; %,d were there already%n",
                            all.files().size(),
                            all.files().size() + all.missing().size() + all.unended(),
                            directory,
                            CollectProgress.size(all.bytes()),
                            all.present());
            options.out().flush();
        }
        complain(all);
        return all.whole() ? Exit.OK : Exit.FAILED;
    }

    private void complain(Collected all) {
        for (Collected.There each : all.files()) {
            if (each.renamed()) {
                options.err()
                        .printf(
                                "regatta: task %d: %s is another file and was left alone; the"
                                        + " job's is in %s%n",
                                each.wanted().task(), each.wanted().name(), each.name());
            }
        }
        for (Collected.Missing each : all.missing()) {
            options.err().printf("regatta: task %d: %s%n", each.task(), each.why());
        }
        if (all.unended() > 0) {
            options.err().printf("regatta: %,d tasks have not run to their end%n", all.unended());
        }
        if (all.files().isEmpty() && all.missing().isEmpty() && all.unended() == 0) {
            options.err().printf("regatta: job %s left no files%n", job);
        }
        options.err().flush();
    }

    private ObjectNode json(Collected all) {
        ObjectNode out = ApiClient.JSON.createObjectNode();
        out.put("job", job);
        out.put("directory", String.valueOf(directory));
        out.put("bytes", all.bytes());
        out.put("present", all.present());
        out.put("unended", all.unended());
        ArrayNode files = out.putArray("files");
        for (Collected.There each : all.files()) {
            files.addObject()
                    .put("task", each.wanted().task())
                    .put("file", each.name())
                    .put("bytes", each.wanted().bytes())
                    .put("sha256", each.wanted().sha256());
        }
        ArrayNode missing = out.putArray("missing");
        for (Collected.Missing each : all.missing()) {
            missing.addObject().put("task", each.task()).put("reason", each.why());
        }
        return out;
    }
}
