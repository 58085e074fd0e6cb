package tests.unit;

import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lib.aws.AwsClients;
import org.junit.jupiter.api.Test;

class AwsClientsTest {
    /** A client keeps its threads and connections until the end of the command, and a run asks for it for each bot. */
    @Test
    void aServiceHasOneClientHoweverOftenItIsAskedFor() {
        Map<String, String> environment = Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret");
        URI nowhere = URI.create("http://localhost:1");
        try (AwsClients clients = new AwsClients(new AwsClients.Access("us-east-1", null, nowhere, environment))) {
            List<Function<AwsClients, Object>> services = List.of(
                    AwsClients::dynamoDb,
                    AwsClients::rdsData,
                    AwsClients::rds,
                    AwsClients::cloudFormation,
                    AwsClients::ecs,
                    AwsClients::s3,
                    AwsClients::databaseMigration);
            services.forEach(service -> assertSame(service.apply(clients), service.apply(clients)));
        }
    }
}
