package lib.rehearsal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lib.rehearsal.database.SharedPostgres;
import lib.rehearsal.dynamodb.DynamoDbLocal;
import lib.rehearsal.scenario.Fault;
import lib.rehearsal.scenario.Scenario;
import lib.rehearsal.stack.AppVersion;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsService;

/** The accounts of this process, by caller. An unknown caller gets an account with the defaults. */
final class SimulatedAccounts {
    /** The defaults of a new account: the options of this process. */
    record Defaults(Scenario scenario, AppVersion app, double speed, List<Fault> faults) {}

    private final Map<AwsRequest.Caller, SimulatedAccount> accounts = new ConcurrentHashMap<>();
    private final DynamoDbLocal dynamoDb;
    private final SharedPostgres postgres;
    private final Defaults defaults;

    SimulatedAccounts(DynamoDbLocal dynamoDb, SharedPostgres postgres, Defaults defaults) {
        this.dynamoDb = dynamoDb;
        this.postgres = postgres;
        this.defaults = defaults;
    }

    SimulatedAccount of(AwsRequest.Caller caller) {
        return accounts.computeIfAbsent(caller, key -> create(key, SimulatedAccount.Configuration.NONE));
    }

    /** Returns the account that the request is for; S3 is signed for the bucket's region, not for the account's. */
    SimulatedAccount of(AwsRequest request) {
        String key = request.caller().key();
        return request.service() == AwsService.S3
                ? accounts.entrySet().stream()
                        .filter(account -> account.getKey().key().equals(key))
                        .findFirst()
                        .map(Map.Entry::getValue)
                        .orElseGet(() -> of(request.caller()))
                : of(request.caller());
    }

    /** Creates an account; an existing one of the same caller is deleted with everything in it. */
    void replace(AwsRequest.Caller caller, SimulatedAccount.Configuration configuration) {
        accounts.compute(caller, (key, existing) -> {
            if (existing != null) {
                existing.close();
            }
            return create(key, configuration);
        });
    }

    void remove(AwsRequest.Caller caller) {
        accounts.computeIfPresent(caller, (key, existing) -> {
            existing.close();
            return null;
        });
    }

    private SimulatedAccount create(AwsRequest.Caller caller, SimulatedAccount.Configuration configuration) {
        return new SimulatedAccount(caller, dynamoDb, postgres, configuration, defaults);
    }
}
