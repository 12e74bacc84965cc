package regatta.coordinator.http;

import java.util.function.Function;
import regatta.coordinator.api.JobView;

/**
 * A format for the report of an ended job, apart from JSON.
 *
 * @param mediaType such as {@code text/csv; charset=UTF-8}
 * @param render makes the report's text; safe from any thread
 */
public record ReportFormat(String mediaType, Function<JobView, String> render) {}
