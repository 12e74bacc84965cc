package regatta.coordinator.http;

import java.util.function.Function;
import regatta.coordinator.api.JobView;

/**
 * A form in which the report of a job that ended can be had, beside JSON.
 *
 * @param mediaType such as {@code text/csv; charset=UTF-8}
 * @param render safe from any thread
 */
public record ReportFormat(String mediaType, Function<JobView, String> render) {}
