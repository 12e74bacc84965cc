package regatta.comparison.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A comparison to submit.
 *
 * @param body as it is sent to the coordinator
 * @param sized whether its job is to be repeated until one thread takes about a second for it
 * @param ownOrigin whether its downloads come from a server that the command starts
 */
record Submission(ObjectNode body, boolean sized, boolean ownOrigin) {
    String kind() {
        return body.path("workload").path("kind").asText();
    }

    /** The same comparison of the job, repeated so often. */
    Submission times(int repeat) {
        ObjectNode repeated = body.deepCopy();
        repeated.withObjectProperty("workload").put("repeat", repeat);
        return new Submission(repeated, false, ownOrigin);
    }

    /** The same comparison, with downloads from another URL. */
    Submission from(String url) {
        ObjectNode moved = body.deepCopy();
        moved.withObjectProperty("workload").putArray("urls").add(url);
        return new Submission(moved, sized, ownOrigin);
    }

    /** The most slots that an arm asks for; 0 where that is left to the mode. */
    int mostSlots() {
        int most = 0;
        if (body.path("slots").isInt()) {
            most = body.path("slots").asInt();
        }
        for (var slots : body.path("slots")) {
            most = Math.max(most, slots.asInt());
        }
        return most;
    }

    boolean compares(String mode) {
        for (var compared : body.path("modes")) {
            if (compared.asText().equals(mode)) {
                return true;
            }
        }
        return false;
    }
}
