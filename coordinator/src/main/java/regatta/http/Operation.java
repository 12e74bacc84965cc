package regatta.http;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The description of a {@link Route} in the API's document (OpenAPI); immutable.
 *
 * @param name the {@code operationId}
 * @param summary tells people in one sentence what the operation does
 * @param parameters the names in {@code components.parameters} of the operation's parameters,
 *     without the variables of the path
 * @param answers the answers that are not problems
 * @param problems the statuses of the operation's problems, besides the problems that follow from
 *     its route
 * @param lines whether the body of the request may also be NDJSON
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
     * @param schema the name in {@code components.schemas} of the body's schema; empty if the
     *     answer has no body
     * @param headers the names in {@code components.headers} of headers that the answer always has
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

    /**
     * Returns this operation with one more answer. An empty schema means that the answer has no
     * body.
     */
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
