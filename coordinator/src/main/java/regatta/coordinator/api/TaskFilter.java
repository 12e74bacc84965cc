package regatta.coordinator.api;

import java.util.Optional;

/** Which tasks to list; {@code from} is an inclusive lower bound of their index. */
public record TaskFilter(Optional<TaskView.State> state, int from) {}
