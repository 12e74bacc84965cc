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

/** {@code regatta collect}: downloads the files that a job's tasks wrote. */
@Command(
        name = "collect",
        description = {
            "Copies a job's files from the workers that have them.",
            "Verifies the sha256 of each file. Skips files that DIR already has, and resumes files"
                    + " that an earlier call began. Never replaces a file: if a name is taken, it"
                    + " adds the task's number to the name."
        })
public final class CollectCommand implements Callable<Integer> {
    private static final int MOST_AT_A_TIME = 64;

    @Mixin private ClientOptions options = new ClientOptions();

    @Parameters(index = "0", paramLabel = "JOB", description = "The id of a job.")
    private String job = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "The folder for the files.")
    private @Nullable Path directory;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "4",
            description = "Copies N files at a time (default: 4).")
    private int parallel;

    @Override
    public Integer call() throws InterruptedException {
        if (parallel < 1 || parallel > MOST_AT_A_TIME || directory == null) {
            throw new CommandException(
                    Exit.USAGE,
                    "--parallel must be 1 to %d, not %d".formatted(MOST_AT_A_TIME, parallel));
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException refused) {
            throw new CommandException(
                    Exit.USAGE, "cannot create the folder " + refused.getMessage());
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
                                "regatta: task %d: %s already exists and differs; the job's"
                                        + " file is %s%n",
                                each.wanted().task(), each.wanted().name(), each.name());
            }
        }
        for (Collected.Missing each : all.missing()) {
            options.err().printf("regatta: task %d: %s%n", each.task(), each.why());
        }
        if (all.unended() > 0) {
            options.err().printf("regatta: %,d tasks have not ended%n", all.unended());
        }
        if (all.files().isEmpty() && all.missing().isEmpty() && all.unended() == 0) {
            options.err().printf("regatta: job %s has no files%n", job);
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
