package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.NpmProgram;

/** The template of the temporary database against the resource schemas that CloudFormation publishes. */
class TemplateConformanceTest {
    private static final Path TEMPLATE = Cli.ROOT.resolve("lib/restore/temporary-database.yaml");

    @BeforeEach
    void requireNpm() {
        String missing = NpmProgram.missing();
        if ("true".equals(System.getenv("CI"))) {
            assertNull(missing, "the template has to be checked against the schemas, which come with npm");
        }
        assumeTrue(
                missing == null, "the template was not checked against the schemas, which come with npm: " + missing);
    }

    @Test
    void everyTypePropertyAndAttributeExists() throws IOException {
        assertEquals("", problems(TEMPLATE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    FromPort: 5432            | FromPort: yes           | Ingress[0].FromPort: is string, not number
                    DBInstanceClass:          | InstanceClass:          | Instance: has no property InstanceClass
                    DBSubnetGroupDescription: | Description:            | SubnetGroup: lacks the required property DBSubnetGroupDescription
                    IpProtocol: tcp           | IpProto: tcp            | SecurityGroupIngress[0]: lacks the required property IpProtocol
                    !Ref SubnetIds            | !Ref VpcId              | SubnetGroup.SubnetIds: is string, not array
                    Cluster.DBClusterArn      | Cluster.Arn             | Outputs.ClusterArn: refers to nothing
                    AWS::RDS::DBInstance      | AWS::RDS::DBInstances   | Instance: no resource type
                    Condition: UsesDms        | Condition: UsesDMS      | DmsIngress: refers to no condition: UsesDMS
                    If \\[CreatesDmsSecret    | If [CreatesSecret       | refers to no condition: CreatesSecretsRole
                    DependsOn: Instance       | DependsOn: Instances    | MigrationProject: depends on nothing: Instances
                    vectors of Bedrock Chat   | vectors of the chat?    | DmsIngress.Description: has characters that EC2 rejects
                    SslMode: require          | SslMode: 1              | PostgreSqlSettings.SslMode: is number, not string
                    SslMode: require          | SslMode: prefer         | PostgreSqlSettings.SslMode: is prefer, not one of none,
                    Engine: postgres          | Engine: nonsense        | DmsSource.Engine: is nonsense, not one of aurora,
                    Engine: postgres          | Engine: aurora-postgresql | DmsSource.Engine: is aurora-postgresql, not one of
                    Engine: postgres          | Engine: !Ref Via        | DmsSource.Engine: is dms, not one of aurora,
                    AWS::Region.              | AWS::Zone}              | Service.1: refers to nothing
                    DmsSecretsRole.Arn        | DmsSecretsRole.Name     | SecretsManagerAccessRoleArn: refers to nothing
                    r:DescribeSecret          | r:ListSecrets           | does not allow secretsmanager:DescribeSecret on
                    servicequotas:GetService  | dms:GetService          | DmsRole: does not allow servicequotas:GetService
                    - dms-data-migrations     | - dms-migrations        | DmsRole: does not trust dms-data-migrations
                    """)
    void aDeviationIsFound(String original, String changed, String problem) throws IOException {
        String template = Files.readString(TEMPLATE);
        String mutant = template.replaceFirst(original, changed);
        assertNotEquals(template, mutant);
        Path file = Files.createTempFile("template", ".yaml");
        try {
            Files.writeString(file, mutant);
            String found = problems(file);
            assertTrue(found.contains(problem), found);
        } finally {
            Files.delete(file);
        }
    }

    private static String problems(Path template) throws IOException {
        Cli.Result result = new Cli()
                .in(NpmProgram.installed("tests/rehearsal/template"))
                .run("node", "check.mjs", template.toString()).exits(0);
        return result.out().strip();
    }
}
