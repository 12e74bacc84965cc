package regatta.coordinator.api;

import java.util.List;
import java.util.Optional;

/**
 * A page of tasks. {@code next} is the {@code from} of the following page; empty on the last page.
 */
public record TaskPage(List<TaskView> items, Optional<Integer> next) {}
