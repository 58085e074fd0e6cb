package lib.rehearsal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lib.rehearsal.database.SharedPostgres;
import lib.rehearsal.dynamodb.DynamoDbLocal;
import lib.rehearsal.scenario.Fault;
import lib.rehearsal.scenario.Scenario;
import lib.rehearsal.wire.AwsRequest;

/** The installs of this process, by their callers. An unknown caller gets one of the process's default scenario. */
public final class SimulatedAccounts {
    /** What an install is like when nothing else is said, by the options of this process. */
    record Usual(Scenario scenario, double speed, List<Fault> faults) {}

    private final Map<AwsRequest.Caller, SimulatedAccount> installs = new ConcurrentHashMap<>();
    private final DynamoDbLocal engine;
    private final SharedPostgres postgres;
    private final Usual usual;

    SimulatedAccounts(DynamoDbLocal engine, SharedPostgres postgres, Usual usual) {
        this.engine = engine;
        this.postgres = postgres;
        this.usual = usual;
    }

    SimulatedAccount of(AwsRequest.Caller caller) {
        return installs.computeIfAbsent(caller, key -> make(key, SimulatedAccount.Settings.NONE));
    }

    /** Makes an install; a former one of the same caller is gone with all that it held. */
    SimulatedAccount remake(AwsRequest.Caller caller, SimulatedAccount.Settings settings) {
        return installs.compute(caller, (key, former) -> {
            if (former != null) {
                former.close();
            }
            return make(key, settings);
        });
    }

    void remove(AwsRequest.Caller caller) {
        installs.computeIfPresent(caller, (key, former) -> {
            former.close();
            return null;
        });
    }

    private SimulatedAccount make(AwsRequest.Caller caller, SimulatedAccount.Settings settings) {
        return new SimulatedAccount(caller, engine, postgres, settings, usual);
    }
}
