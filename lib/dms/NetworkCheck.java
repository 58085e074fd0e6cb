package lib.dms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lib.aws.NetworkRules;
import lib.cli.Session;
import lib.common.Mark;

/**
 * Whether DMS has undone its changes to the network. It connects through network interfaces, or, in its older way,
 * through a VPC peering, for which it adds rules and routes (user guide: dm-network, vpc-peering).
 */
public final class NetworkCheck {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(30);

    private final NetworkRules network;
    private final String group;
    private final String vpc;
    private final Session session;

    /**
     * @param group the security group with which DMS works
     * @param vpc whose route tables DMS may change
     */
    public NetworkCheck(NetworkRules network, String group, String vpc, Session session) {
        this.network = network;
        this.group = group;
        this.vpc = vpc;
        this.session = session;
    }

    /** The rules of the security group and the routes of the VPC. */
    public List<String> look() {
        List<String> entries = new ArrayList<>(network.rules(group));
        entries.addAll(network.routes(vpc));
        return entries;
    }

    /** Waits until the network is as it was, and warns of what is not. */
    void checkUndone(List<String> before) throws InterruptedException {
        Mark deadline = session.clock().now().plus(LIMIT);
        List<String> now = look();
        while (!Set.copyOf(now).equals(Set.copyOf(before))
                && session.clock().now().isBefore(deadline)) {
            session.events().say("waiting for DMS to undo its changes to the network");
            session.clock().sleep(POLL_INTERVAL);
            now = look();
        }
        without(now, before).forEach(entry -> session.console()
                .warn("added while DMS worked, and still there: " + entry
                        + ". Remove it in the VPC console if nothing else needs it."));
        without(before, now).forEach(entry -> session.console()
                .warn("removed while DMS worked: " + entry + ". Add it again in the VPC console."));
    }

    private static Set<String> without(List<String> entries, List<String> others) {
        Set<String> rest = new TreeSet<>(entries);
        rest.removeAll(Set.copyOf(others));
        return rest;
    }
}
