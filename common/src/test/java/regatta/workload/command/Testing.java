package regatta.workload.command;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import regatta.plugin.BlockSettings;
import regatta.workload.TaskContext;

/** Makes the workload as a node does that has a key, and the surroundings of a task. */
final class Testing {
    private Testing() {}

    /** A task of a job, which nobody cancels. */
    record Task(String job, int index, int attempt) implements TaskContext {
        Task(String job) {
            this(job, 0, 1);
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    }

    /** The workload with a folder, and settings as {@code key=value}. */
    static Command command(Path directory, String... settings) {
        return new CommandProvider().create(block(directory, settings));
    }

    static BlockSettings block(Path directory, String... settings) {
        String all =
                "regatta.command.directory=\""
                        + directory
                        + "\"\nregatta.command.key=0123456789abcdef0123456789abcdef\n"
                        + String.join("\n", settings);
        return BlockSettings.of(ConfigFactory.load(ConfigFactory.parseString(all)), Command.KIND);
    }
}
