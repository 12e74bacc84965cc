package regatta.coordinator.http;

import java.util.function.Function;
import regatta.coordinator.api.JobView;

/**
 * A format, other than JSON, for the report of an ended job.
 *
 * @param mediaType the media type of the format, such as {@code text/csv; charset=UTF-8}
 * @param render makes the text of a job's report; safe from any thread
 */
public record ReportFormat(String mediaType, Function<JobView, String> render) {}
