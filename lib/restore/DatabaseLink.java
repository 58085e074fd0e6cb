package lib.restore;

import java.time.Duration;
import java.util.Optional;
import lib.aws.RestoreDatabase;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.common.Wait;
import lib.retry.ServiceException;

/** Lets the new database read the temporary one by itself, through postgres_fdw. */
final class DatabaseLink {
    /** Short: the stack has had the host name and the rules of its security group for minutes. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final RowCopy.Context context;
    private final RestoreDatabase target;
    private final Session session;

    DatabaseLink(RowCopy.Context context) {
        this.context = context;
        this.target = context.services().target();
        this.session = context.services().session();
    }

    /** Makes the link anew, with a new password. */
    void make() throws InterruptedException {
        String port = context.stack().outputs().get("Port");
        target.createExtension();
        context.source()
                .allowReader(target.link(context.rows().run(), context.source().location(), port, context.namespace()));
        Optional<ServiceException> problem = Wait.until(
                session.clock(),
                LIMIT,
                PAUSE,
                this::problem,
                seen -> seen.filter(DatabaseLink::mayPass).isEmpty());
        if (problem.isPresent()) {
            throw explained(problem.get(), port);
        }
        session.events().say("the new database can read the temporary one");
    }

    /** Why the new database cannot read the temporary one; empty if it can. */
    private Optional<ServiceException> problem() {
        try {
            target.checkReach();
            return Optional.empty();
        } catch (ServiceException e) {
            return Optional.of(e);
        }
    }

    private static boolean mayPass(ServiceException e) {
        return e.error().isRetryable() || LinkError.of(e.error().text()).isPresent();
    }

    private RuntimeException explained(ServiceException e, String port) {
        String host = context.source().location().host();
        String securityGroup = context.plan().settings().securityGroup().value();
        return LinkError.of(e.error().text())
                .<RuntimeException>map(
                        kind -> new UserException(ExitCode.AWS_ERROR, kind.explanation(host, port, securityGroup), e))
                .orElse(e);
    }
}
