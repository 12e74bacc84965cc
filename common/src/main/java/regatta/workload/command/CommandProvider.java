package regatta.workload.command;

import regatta.workload.WorkloadProvider;
import regatta.workload.WorkloadSettings;

/** Makes {@link Command} from block {@code regatta.command} of the configuration. */
public final class CommandProvider implements WorkloadProvider {
    @Override
    public String kind() {
        return Command.KIND;
    }

    @Override
    public Command create(WorkloadSettings settings) {
        return new Command(CommandSettings.of(settings));
    }
}
