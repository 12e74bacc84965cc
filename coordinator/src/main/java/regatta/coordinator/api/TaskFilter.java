package regatta.coordinator.api;

import java.util.Optional;

/**
 * Selects the tasks of a list. An empty {@code state} excludes no task; {@code from} is the lowest
 * index of a listed task.
 */
public record TaskFilter(Optional<TaskView.State> state, int from) {}
