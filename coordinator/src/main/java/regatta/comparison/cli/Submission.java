package regatta.comparison.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A comparison to submit.
 *
 * @param body the request body for the coordinator
 * @param sized whether the command first measures how often the job must repeat its workload, so
 *     that one thread takes about a second for the job
 * @param ownOrigin whether the job downloads from a server that the command starts
 */
record Submission(ObjectNode body, boolean sized, boolean ownOrigin) {
    String kind() {
        return body.path("workload").path("kind").asText();
    }

    /** Returns the same comparison with its workload repeated {@code repeat} times. */
    Submission times(int repeat) {
        ObjectNode repeated = body.deepCopy();
        repeated.withObjectProperty("workload").put("repeat", repeat);
        return new Submission(repeated, false, ownOrigin);
    }

    /** Returns the same comparison, whose downloads now come from {@code origin}. */
    Submission from(SlowOrigin origin) {
        ObjectNode moved = body.deepCopy();
        ObjectNode workload = moved.withObjectProperty("workload");
        String before = workload.at("/urls/0").asText();
        workload.putArray("urls").add(origin.sameAs(before));
        return new Submission(moved, sized, ownOrigin);
    }

    /** Returns the largest number of slots that an arm asks for; 0 if the modes decide. */
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
