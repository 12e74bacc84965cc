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
 * Decides which coordinator a node tries next. A coordinator answers only hellos that use exactly
 * the name with which the coordinator was started. So a node tries each coordinator first by the
 * name in the node's settings, and then by the addresses of that name. Only one thread may use an
 * object of this class.
 */
final class JoinTurns {
    private static final Logger LOG = LoggerFactory.getLogger(JoinTurns.class);

    private final boolean sole;
    private final Deque<NodeAddress> turns;

    /**
     * Begins with the coordinators' names in the spelling of the node's settings.
     *
     * @param named the coordinators in the node's settings; at least one coordinator
     */
    JoinTurns(List<NodeAddress> named) {
        Set<NodeAddress> spellings = new LinkedHashSet<>(named);
        named.forEach(each -> spellings.addAll(addresses(each)));
        sole = named.size() == 1;
        turns = new ArrayDeque<>(spellings);
    }

    /**
     * Returns whether the node knows only one address to try. If the node knows only one address,
     * the node may wait at this address for ever.
     */
    boolean isSingle() {
        return turns.size() == 1;
    }

    NodeAddress next() {
        return turns.getFirst();
    }

    /**
     * Notes that the coordinator at the current address stopped answering or never answered. If the
     * coordinator never answered, the next address has its turn.
     *
     * @param welcomed whether the coordinator at the current address had welcomed the node
     */
    void ended(boolean welcomed) {
        if (welcomed && sole) {
            // The only coordinator answered at this name, so no other name needs a try.
            NodeAddress name = turns.removeFirst();
            turns.clear();
            turns.add(name);
        } else if (!welcomed && turns.size() > 1) {
            turns.addLast(turns.removeFirst());
            LOG.warn(
                    "no answer at {}, next try at {}. A coordinator answers only at the exact name"
                            + " in its regatta.cluster.host",
                    turns.getLast(),
                    turns.getFirst());
        }
    }

    /**
     * Returns the numeric addresses of a coordinator's host, because the coordinator may name
     * itself by one of the addresses; empty if no address of the host is known.
     */
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
