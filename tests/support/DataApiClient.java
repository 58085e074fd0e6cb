package tests.support;

import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.rdsdata.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.rdsdata.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.rdsdata.model.Field;
import software.amazon.awssdk.services.rdsdata.model.SqlParameter;

/** The SDK's client of the Data API, without retries, for the newest database of an account. */
public final class DataApiClient implements AutoCloseable {
    private final TestAccount account;
    private final RdsDataClient client;

    public DataApiClient(TestAccount account) {
        this.account = account;
        client = SdkClients.rdsData(account);
    }

    public ExecuteStatementResponse run(String sql) {
        return run(sql, Map.of());
    }

    /** @param parameters strings by name */
    public ExecuteStatementResponse run(String sql, Map<String, String> parameters) {
        return run(r -> r.sql(sql)
                .parameters(parameters.entrySet().stream()
                        .map(p -> SqlParameter.builder()
                                .name(p.getKey())
                                .value(Field.fromStringValue(p.getValue()))
                                .build())
                        .toList()));
    }

    /** Sends a statement to the account's database; {@code request} can change every member. */
    public ExecuteStatementResponse run(Consumer<ExecuteStatementRequest.Builder> request) {
        return client.executeStatement(ExecuteStatementRequest.builder()
                .resourceArn(account.clusterArn())
                .secretArn(account.secretArn())
                .database("postgres")
                .applyMutation(request)
                .build());
    }

    @Override
    public void close() {
        client.close();
    }
}
