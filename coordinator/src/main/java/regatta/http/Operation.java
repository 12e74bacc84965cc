package regatta.http;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The description of a {@link Route} in the API's document (OpenAPI); immutable.
 *
 * @param name the {@code operationId}
 * @param summary one sentence for people
 * @param parameters names in {@code components.parameters}, besides the path's variables
 * @param answers the answers that are not problems
 * @param problems statuses of problems that only this operation has
 * @param lines whether the body may also be NDJSON
 */
public record Operation(
        String name,
        String summary,
        List<String> parameters,
        List<Answer> answers,
        Set<Integer> problems,
        boolean lines) {
    public Operation {
        parameters = List.copyOf(parameters);
        answers = List.copyOf(answers);
        problems = Set.copyOf(problems);
    }

    /**
     * An answer of an operation.
     *
     * @param schema a name in {@code components.schemas}; empty if the answer has no body
     * @param headers names in {@code components.headers} that the answer always has
     */
    public record Answer(int status, String schema, List<String> headers) {
        public Answer {
            headers = List.copyOf(headers);
        }
    }

    public static Operation named(String name, String summary) {
        return new Operation(name, summary, List.of(), List.of(), Set.of(), false);
    }

    public Operation takes(String... names) {
        return new Operation(name, summary, List.of(names), answers, problems, lines);
    }

    /** Adds an answer. An empty schema stands for no body. */
    public Operation answers(int status, String schema, String... headers) {
        Answer more = new Answer(status, schema, List.of(headers));
        List<Answer> all = Stream.concat(answers.stream(), Stream.of(more)).toList();
        return new Operation(name, summary, parameters, all, problems, lines);
    }

    public Operation fails(Integer... statuses) {
        return new Operation(name, summary, parameters, answers, Set.of(statuses), lines);
    }

    public Operation alsoLines() {
        return new Operation(name, summary, parameters, answers, problems, true);
    }
}
