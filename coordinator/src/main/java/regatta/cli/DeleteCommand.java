package regatta.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code regatta delete}: deletes a job that ended. */
@Command(name = "delete", description = "Deletes a job that ended.")
public final class DeleteCommand implements Callable<Integer> {
    @Mixin private ClientOptions options = new ClientOptions();

    @Parameters(paramLabel = "JOB", description = "The id of a job.")
    private String id = "";

    @Option(
            names = "--files",
            description = "Also deletes the files of its tasks on every present worker.")
    private boolean files;

    @Override
    public Integer call() {
        String path = "/api/v1/jobs/" + ApiClient.segment(id) + (files ? "?files=true" : "");
        options.client().send("DELETE", path, null);
        if (!options.printed(JsonNodeFactory.instance.objectNode().put("deleted", id))) {
            options.out().println(id + " is deleted");
            options.out().flush();
        }
        return Exit.OK;
    }
}
