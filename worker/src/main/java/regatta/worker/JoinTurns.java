package regatta.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.protocol.NodeAddress;

/**
 * Which coordinator a node tries next. A coordinator takes hellos only by the very name that it was
 * started with, so a node tries each named coordinator by that name and by its addresses. For one
 * thread.
 */
final class JoinTurns {
    private static final Logger LOG = LoggerFactory.getLogger(JoinTurns.class);

    private final boolean sole;
    private final Deque<NodeAddress> turns;

    /**
     * Turns that begin with the coordinators as they are named.
     *
     * @param named at least one
     */
    JoinTurns(List<NodeAddress> named) {
        Set<NodeAddress> spellings = new LinkedHashSet<>(named);
        named.forEach(each -> spellings.addAll(addresses(each)));
        sole = named.size() == 1;
        turns = new ArrayDeque<>(spellings);
    }

    /** Whether there is one address to try, so that a node may wait there for ever. */
    boolean isSingle() {
        return turns.size() == 1;
    }

    NodeAddress next() {
        return turns.getFirst();
    }

    /**
     * The node lost the coordinator of this turn, or never got an answer.
     *
     * @param welcomed whether it had been welcomed there
     */
    void ended(boolean welcomed) {
        if (welcomed && sole) {
            // The one coordinator goes by this name: no other spelling is worth a try.
            NodeAddress name = turns.removeFirst();
            turns.clear();
            turns.add(name);
        } else if (!welcomed && turns.size() > 1) {
            turns.addLast(turns.removeFirst());
            LOG.warn(
                    "no answer at {}: tries {}; a coordinator answers only where its name is"
                            + " spelled as its regatta.cluster.host",
                    turns.getLast(),
                    turns.getFirst());
        }
    }

    /** How a coordinator may spell its own address; none where its host has no address now. */
    private static List<NodeAddress> addresses(NodeAddress named) {
        List<NodeAddress> found = new ArrayList<>();
        try {
            for (InetAddress address :
                    InetAddress.getAllByName(named.host().replaceAll("[\\[\\]]", ""))) {
                String literal = address.getHostAddress();
                String host = literal.contains(":") ? "[" + literal + "]" : literal;
                found.add(new NodeAddress(host, named.port()));
            }
        } catch (UnknownHostException unknown) {
            LOG.warn("no address is known of {}: {}", named, unknown.getMessage());
        }
        return found;
    }
}
