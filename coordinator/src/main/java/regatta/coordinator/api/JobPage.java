package regatta.coordinator.api;

import java.util.List;
import java.util.Optional;

/**
 * A page of jobs. {@code next} is the {@code before} of the following page; empty on the last page.
 */
public record JobPage(List<JobView> items, Optional<Long> next) {}
