package lib.restore;

import java.time.Duration;
import lib.aws.RestoreDatabase;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.Mark;
import lib.common.UserException;
import lib.retry.ServiceException;

/** Lets the new database read the temporary one by itself, through postgres_fdw. */
final class DatabaseLink {
    /** A new host name and new rules of a security group take a moment to be known everywhere. */
    private static final Duration PROPAGATION_LIMIT = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final RestoreDatabase source;
    private final RestoreDatabase target;
    private final Session session;

    DatabaseLink(RestoreDatabase source, RestoreDatabase target, Session session) {
        this.source = source;
        this.target = target;
        this.session = session;
    }

    /** Makes the link anew, with a new password. */
    void make(String run, String port, String securityGroup) throws InterruptedException {
        source.createLease();
        source.createFunctions();
        String namespace = NewDatabase.checkShape(source, "The snapshot").namespace();
        target.createExtension();
        source.allowReader(target.link(run, source.location(), port, namespace));
        check(port, securityGroup);
        session.events().say("the new database can read the temporary one");
    }

    private void check(String port, String securityGroup) throws InterruptedException {
        Mark deadline = session.clock().now().plus(PROPAGATION_LIMIT);
        while (true) {
            try {
                target.checkReach();
                return;
            } catch (ServiceException e) {
                boolean mayPass = e.error().isRetryable()
                        || LinkError.of(e.error().text()).isPresent();
                if (!mayPass || session.clock().now().isAfter(deadline)) {
                    throw explained(e, source.location().host(), port, securityGroup);
                }
            }
            session.clock().sleep(PAUSE);
        }
    }

    private static RuntimeException explained(ServiceException e, String host, String port, String securityGroup) {
        return LinkError.of(e.error().text())
                .<RuntimeException>map(
                        kind -> new UserException(ExitCode.AWS_ERROR, kind.explanation(host, port, securityGroup), e))
                .orElse(e);
    }
}
