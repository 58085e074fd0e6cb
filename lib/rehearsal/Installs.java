package lib.rehearsal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The installs of this process, by their callers. An unknown caller gets one of the process's default scenario. */
final class Installs {
    /** What an install is like when nothing else is said, by the options of this process. */
    record Usual(Scenario scenario, double speed, List<Fault> faults) {}

    private final Map<AwsRequest.Caller, Install> installs = new ConcurrentHashMap<>();
    private final TableEngine engine;
    private final Postgres postgres;
    private final Usual usual;

    Installs(TableEngine engine, Postgres postgres, Usual usual) {
        this.engine = engine;
        this.postgres = postgres;
        this.usual = usual;
    }

    Install of(AwsRequest.Caller caller) {
        return installs.computeIfAbsent(caller, key -> make(key, Install.Settings.NONE));
    }

    /** Makes an install; a former one of the same caller is gone with all that it held. */
    Install remake(AwsRequest.Caller caller, Install.Settings settings) {
        return installs.compute(caller, (key, former) -> {
            if (former != null) former.close();
            return make(key, settings);
        });
    }

    void remove(AwsRequest.Caller caller) {
        installs.computeIfPresent(caller, (key, former) -> {
            former.close();
            return null;
        });
    }

    private Install make(AwsRequest.Caller caller, Install.Settings settings) {
        return new Install(caller, engine, postgres, settings, usual);
    }
}
